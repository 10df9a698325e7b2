using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>What ad ops and the publisher's server do to open pages, through the API.</summary>
public sealed class PushOnCommandTests : IAsyncLifetime
{
    private RunningService service = RunningService.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Theory, OnEachTransport]
    public async Task A_withdrawn_creative_is_off_the_page_at_once_and_replaced_by_another(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        var first = await page.Ad("a");
        await page.Show(first);

        var made = await Post("/api/v1/withdrawals", new { creative = first.Text("creative"), reason = "a mistake" }, HttpStatusCode.Accepted);
        var withdraw = await page.Next("withdraw");
        page.Forget("a");
        service.Clock.Advance(TimeSpan.FromMilliseconds(100));
        var second = await page.Ad("a");

        Assert.Equal(1, made.GetProperty("pages").GetInt32());
        Assert.Equal([first.Text("creative")], withdraw.GetProperty("creatives").EnumerateArray().Select(id => id.GetString()!));
        Assert.NotEqual(first.Text("creative"), second.Text("creative"));
        Assert.Equal(("event", "1"), (second.Text("trigger"), second.Text("index")));
        Assert.True(second.GetProperty("withdrawal").GetBoolean());
    }

    [Fact]
    public async Task What_is_seen_until_a_newer_creative_renders_is_taken_off_too()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        var first = await page.Ad("a");
        await page.Show(first);
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        var kept = await page.Ad("a");

        await Post("/api/v1/withdrawals", new { creative = first.Text("creative"), reason = "a mistake" }, HttpStatusCode.Accepted);
        var withdraw = await page.Next("withdraw");

        Assert.NotEqual(first.Text("creative"), kept.Text("creative"));
        Assert.Equal(first.Text("creative"), withdraw.GetProperty("creatives")[0].GetString());
        await page.None("ad");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_withdrawal_in_a_new_page_view_is_replaced_at_once_by_the_first_of_that_view(bool navigatedFirst)
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        var first = await page.Ad("a");
        if (navigatedFirst) await page.Navigate(RunningService.Origin + "/other");
        await page.View(visible: false);
        await Post("/api/v1/withdrawals", new { creative = first.Text("creative"), reason = "a mistake" }, HttpStatusCode.Accepted);
        await page.Next("withdraw");
        page.Forget("a");
        if (!navigatedFirst) await page.Navigate(RunningService.Origin + "/other");
        await page.View(visible: true);

        var second = await page.Ad("a");
        Assert.Equal("0", second.Text("index"));
        Assert.True(second.GetProperty("withdrawal").GetBoolean());
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_confirms_is_timed(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        var first = await page.Ad("a");
        await page.Show(first);

        await Post("/api/v1/withdrawals", new { creative = first.Text("creative"), reason = "a mistake" }, HttpStatusCode.Accepted);
        await page.Next("withdraw");
        await page.End(first, "withdrawn", 1_000);

        Assert.Equal(1, await service.Metric("comet_withdrawal_seconds_count"));
    }

    [Fact]
    public async Task A_withdrawn_campaign_is_not_chosen_until_that_is_lifted_also_after_a_restart()
    {
        await Post("/api/v1/withdrawals", new { campaign = "11", reason = "unpaid" }, HttpStatusCode.Accepted);
        await service.DisposeAsync();
        service = RunningService.Start(service.Data);

        for (var round = 0; round < 20; round++)
        {
            await using var page = await TestPage.Open(service, "socket", "a:1");
            Assert.Equal("10", (await page.Ad("a")).Text("campaign"));
        }
        var all = await Get("/api/v1/withdrawals");
        await Send(HttpMethod.Delete, $"/api/v1/withdrawals/{all[0].GetProperty("id").GetString()}", null, HttpStatusCode.NoContent);
        var campaigns = new HashSet<string>();
        for (var round = 0; round < 20; round++)
        {
            await using var page = await TestPage.Open(service, "socket", "a:1");
            campaigns.Add((await page.Ad("a")).Text("campaign"));
        }

        Assert.Contains("11", campaigns);
    }

    [Fact]
    public async Task A_page_that_was_away_during_the_withdrawal_hears_of_it_when_it_comes_back()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        var first = await page.Ad("a");
        await page.Show(first);
        await page.Lose();
        await Post("/api/v1/withdrawals", new { creative = first.Text("creative"), reason = "a mistake" }, HttpStatusCode.Accepted);

        await using var again = await page.Again(service, "socket");

        Assert.Equal(first.Text("creative"), (await again.Next("withdraw")).GetProperty("creatives")[0].GetString());
        Assert.NotEqual(first.Text("creative"), (await again.Ad("a")).Text("creative"));
    }

    [Fact]
    public async Task A_campaign_that_the_ad_server_pauses_is_taken_off_with_the_next_pull()
    {
        await using var page = await TestPage.Open(service, "socket", "a:2");
        var first = await page.Ad("a");
        await page.Show(first);
        TestFeed.WriteTo(service.Data, PauseCreative(first.Text("creative")));

        await Post("/api/v1/campaigns/pull", null, HttpStatusCode.OK);

        Assert.Equal(first.Text("creative"), (await page.Next("withdraw")).GetProperty("creatives")[0].GetString());
        page.Forget("a");
        service.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.NotEqual(first.Text("creative"), (await page.Ad("a")).Text("creative"));
    }

    [Fact]
    public async Task What_is_withdrawn_must_be_known_and_say_why()
    {
        var wrong = await Post("/api/v1/withdrawals", new { creative = "nobody" }, HttpStatusCode.BadRequest);

        Assert.Equal(["creative", "reason"], wrong.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
    }

    [Theory, OnEachTransport]
    public async Task An_event_of_the_publishers_server_rotates_every_page_that_it_concerns(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2");
        var first = await page.Ad("a");
        await page.Report(first, "rendered");
        service.Clock.Advance(TimeSpan.FromSeconds(30));

        var fired = await Post("/api/v1/events", new { name = "goal", zones = new[] { "1" } }, HttpStatusCode.Accepted);
        var second = await page.Ad("a");

        Assert.Equal("event", second.Text("trigger"));
        Assert.Equal((1, 1), (fired.GetProperty("pages").GetInt32(), fired.GetProperty("slots").GetInt32() + fired.GetProperty("waiting").GetInt32()));
    }

    [Fact]
    public async Task An_event_before_its_time_waits_and_the_answer_says_so()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Report(await page.Ad("a"), "rendered");

        var fired = await Post("/api/v1/events", new { name = "goal", website = "1" }, HttpStatusCode.Accepted);
        await page.None("ad");
        service.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal((0, 1), (fired.GetProperty("slots").GetInt32(), fired.GetProperty("waiting").GetInt32()));
        Assert.Equal("event", (await page.Ad("a")).Text("trigger"));
    }

    [Fact]
    public async Task An_event_for_given_variables_reaches_only_pages_that_have_them()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Ad("a");
        service.Clock.Advance(TimeSpan.FromSeconds(31));

        var fired = await Post("/api/v1/events", new { name = "goal", variables = new { match = "7" } }, HttpStatusCode.Accepted);

        Assert.Equal(0, fired.GetProperty("pages").GetInt32());
    }

    [Fact]
    public async Task An_event_that_is_spread_comes_within_its_window()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Report(await page.Ad("a"), "rendered");
        service.Clock.Advance(TimeSpan.FromSeconds(31));

        var fired = await Post("/api/v1/events", new { name = "goal", website = "1", spread = 5_000 }, HttpStatusCode.Accepted);
        service.Clock.Advance(TimeSpan.FromSeconds(5.1));

        Assert.Equal(1, fired.GetProperty("waiting").GetInt32());
        Assert.Equal("event", (await page.Ad("a")).Text("trigger"));
    }

    [Fact]
    public async Task An_idempotency_key_fires_once()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Ad("a");
        object goal = new { name = "goal", website = "1" };

        var first = await Post("/api/v1/events", goal, HttpStatusCode.Accepted, key: "k1");
        var again = await Post("/api/v1/events", goal, HttpStatusCode.Accepted, key: "k1");
        await Post("/api/v1/events", new { name = "other", website = "1" }, HttpStatusCode.Conflict, key: "k1");
        var found = await Get($"/api/v1/events/{first.Text("id")}");

        Assert.Equal(first.Text("id"), again.Text("id"));
        Assert.Equal("goal", found.Text("name"));
    }

    [Fact]
    public async Task Each_mistake_in_an_event_is_named()
    {
        var wrong = await Post("/api/v1/events", new { zones = new[] { "99" }, trigger = "rain", spread = -1 }, HttpStatusCode.BadRequest);

        Assert.Equal(["name", "spread", "trigger", "zones"], wrong.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
    }

    [Theory]
    [InlineData("events", """{"name":null,"website":"1"}"""), InlineData("events", """{"name":"x","zones":[null]}""")]
    [InlineData("events", """{"name":"x","website":"1","variables":{"match":null}}"""), InlineData("events", """{"name":"x","website":"1","variabels":{"match":"7"}}""")]
    [InlineData("withdrawals", """{"creative":"100","reason":null}"""), InlineData("withdrawals", """{"creative":"100","reason":"x","campain":"10"}""")]
    public async Task A_member_that_is_null_or_misspelt_is_the_callers_mistake_and_does_nothing(string what, string body)
    {
        await Post($"/api/v1/{what}", JsonDocument.Parse(body).RootElement, HttpStatusCode.BadRequest);
        Assert.Equal(0, (await Get("/api/v1/withdrawals")).GetArrayLength());
    }

    [Fact]
    public async Task An_idempotency_key_is_no_id_of_an_event()
    {
        await Post("/api/v1/events", new { name = "goal", website = "1" }, HttpStatusCode.Accepted, key: "k1");
        await Send(HttpMethod.Get, "/api/v1/events/admin.key%0Ak1", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_slot_that_may_not_be_refreshed_neither_rotates_nor_waits()
    {
        await Send(HttpMethod.Put, "/api/v1/zones/1/refresh", new { enabled = false }, HttpStatusCode.OK);
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:4");
        await page.Ad("a");
        await page.Ad("b");

        var fired = await Post("/api/v1/events", new { name = "goal", website = "1" }, HttpStatusCode.Accepted);

        Assert.Equal(("0", "0", "0"), (fired.Text("pages"), fired.Text("slots"), fired.Text("waiting")));
    }

    [Fact]
    public async Task Policies_that_are_set_at_once_are_all_kept()
    {
        var zones = new[] { "1", "2", "3", "4", "5" };
        for (var round = 1; round <= 10; round++)
        {
            var most = round;
            await Task.WhenAll(zones.Select(zone => Send(HttpMethod.Put, $"/api/v1/zones/{zone}/refresh", new { maxRefreshes = most }, HttpStatusCode.OK)));
            foreach (var zone in zones) Assert.Equal($"{most}", (await Get($"/api/v1/zones/{zone}/refresh")).GetProperty("maxRefreshes").Text("value"));
        }
    }

    [Fact]
    public async Task A_policy_that_is_put_reaches_connected_pages_without_losing_a_clock_and_survives_a_restart()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Next("ready");
        await page.Show(await page.Ad("a"));
        service.Clock.Advance(TimeSpan.FromSeconds(20));

        var put = await Send(HttpMethod.Put, "/api/v1/zones/1/refresh", new { interval = 40_000 }, HttpStatusCode.OK);
        var told = await page.Next("ready");
        service.Clock.Advance(TimeSpan.FromSeconds(19.5));
        await page.None("ad");
        service.Clock.Advance(TimeSpan.FromSeconds(0.6));

        Assert.Equal("time", (await page.Ad("a")).Text("trigger"));
        Assert.Equal(40_000, told.GetProperty("slots")[0].GetProperty("interval").GetInt64());
        Assert.Equal("api_zone", put.GetProperty("interval").Text("from"));
        Assert.Equal("feed_zone", put.GetProperty("maxRefreshes").Text("from"));
        Assert.Equal("default", put.GetProperty("enabled").Text("from"));
        await service.DisposeAsync();
        service = RunningService.Start(service.Data);
        await using var later = await TestPage.Open(service, "socket", "a:1");
        Assert.Equal(40_000, (await later.Next("ready")).GetProperty("slots")[0].GetProperty("interval").GetInt64());
    }

    [Fact]
    public async Task A_zone_comes_before_its_website_value_by_value_and_what_is_deleted_is_inherited_again()
    {
        await Send(HttpMethod.Put, "/api/v1/websites/1/refresh", new { interval = 60_000, maxRefreshes = 3 }, HttpStatusCode.OK);
        var zone = await Send(HttpMethod.Put, "/api/v1/zones/1/refresh", new { interval = 45_000 }, HttpStatusCode.OK);
        await Send(HttpMethod.Delete, "/api/v1/websites/1/refresh", null, HttpStatusCode.NoContent);
        var after = await Get("/api/v1/zones/1/refresh");

        Assert.Equal(("45000", "api_zone"), (zone.GetProperty("interval").Text("value"), zone.GetProperty("interval").Text("from")));
        Assert.Equal(("3", "api_website"), (zone.GetProperty("maxRefreshes").Text("value"), zone.GetProperty("maxRefreshes").Text("from")));
        Assert.Equal(("10", "feed_zone"), (after.GetProperty("maxRefreshes").Text("value"), after.GetProperty("maxRefreshes").Text("from")));
    }

    [Theory]
    [InlineData("""{"interval":-1}""", "interval")]
    [InlineData("""{"intervall":40000}""", "intervall")]
    [InlineData("""{"triggers":["rain"]}""", "triggers")]
    [InlineData("""{"triggers":["initial"]}""", "triggers")]
    [InlineData("""{"maxRefreshes":"many"}""", "maxRefreshes")]
    public async Task A_wrong_policy_is_refused_and_what_is_wrong_is_named(string policy, string named)
    {
        var wrong = await Send(HttpMethod.Put, "/api/v1/zones/1/refresh", JsonDocument.Parse(policy).RootElement, HttpStatusCode.BadRequest);

        Assert.Contains(named, wrong.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("feed_zone", (await Get("/api/v1/zones/1/refresh")).GetProperty("interval").Text("from"));
    }

    [Fact]
    public async Task An_interval_under_thirty_seconds_is_refused_where_short_ones_are_not_allowed()
    {
        await using var strict = RunningService.Start(settings: ("Refresh:AllowShortIntervals", "false"));
        using var admin = strict.Admin();

        using var answer = await admin.PutAsJsonAsync("/api/v1/zones/1/refresh", new { interval = 29_999 });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("R1", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_zone_is_told_when_to_refresh_and_gets_no_creative()
    {
        await Send(HttpMethod.Put, "/api/v1/zones/1/refresh", new { mode = "signal", maxRefreshes = 2 }, HttpStatusCode.OK);
        await using var page = await TestPage.Open(service, "socket", "a:1");
        var ready = await page.Next("ready");
        var first = await page.Next("refresh");

        service.Clock.Advance(TimeSpan.FromSeconds(30.1));
        var second = await page.Next("refresh");
        service.Clock.Advance(TimeSpan.FromSeconds(30.1));
        var third = await page.Next("refresh");
        service.Clock.Advance(TimeSpan.FromSeconds(60));
        await page.None("refresh");

        Assert.Equal("signal", ready.GetProperty("slots")[0].Text("mode"));
        Assert.Equal(("initial", "0"), (first.Text("trigger"), first.Text("index")));
        Assert.Equal(("time", "1"), (second.Text("trigger"), second.Text("index")));
        Assert.Equal(("time", "2"), (third.Text("trigger"), third.Text("index")));
        await page.None("ad");
        foreach (var stage in new[] { "rendered", "viewable", "ended" }) Assert.Equal("malformed", await page.Report(third, stage));
        Assert.Equal(0, await service.Metric("comet_impressions_total"));
        Assert.Equal(0, await service.Metric("comet_ledger_rows_total"));
    }

    [Fact]
    public async Task Explain_gives_every_linked_creative_its_verdict()
    {
        await Post("/api/v1/withdrawals", new { creative = "100", reason = "a mistake" }, HttpStatusCode.Accepted);

        var explained = await Get("/api/v1/zones/1/explain");

        var verdicts = explained.GetProperty("creatives").EnumerateArray().ToDictionary(each => each.Text("creative"), each => each.Text("verdict"));
        Assert.Equal("withdrawn", verdicts["100"]);
        Assert.Equal("eligible", verdicts["101"]);
        Assert.Equal(4, verdicts.Count);
    }

    [Fact]
    public async Task Status_tells_pages_campaigns_and_ledger()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Ad("a");

        var status = await Get("/api/v1/status");

        Assert.Equal(1, status.GetProperty("pages").GetInt32());
        Assert.Equal("closed", status.GetProperty("campaigns").Text("circuit"));
        Assert.True(status.GetProperty("nodes")[0].GetProperty("ledger").GetProperty("writable").GetBoolean());
    }

    [Fact]
    public async Task A_forced_pull_stands_in_the_audit()
    {
        await Post("/api/v1/campaigns/pull?force=true", null, HttpStatusCode.OK);

        var entry = (await Get("/api/v1/audit")).GetProperty("entries")[0];

        Assert.Equal(("pull forced", "campaigns"), (entry.Text("what"), entry.Text("subject")));
        Assert.Equal("not_modified", entry.GetProperty("after").Text("outcome"));
    }

    [Fact]
    public async Task Many_notices_of_the_ad_server_become_few_pulls()
    {
        var before = await service.Metric("comet_ad_server_requests_total");

        var notices = Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Post("/api/v1/campaigns/pull", null, HttpStatusCode.OK)));
        while (!notices.IsCompleted)
        {
            service.Clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(notices, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None));
        }
        await notices;

        Assert.InRange(await service.Metric("comet_ad_server_requests_total") - before, 1, 10);
    }

    private static string PauseCreative(string id)
    {
        var feed = System.Text.Json.Nodes.JsonNode.Parse(TestFeed.Json)!;
        foreach (var creative in feed["creatives"]!.AsArray())
            if (creative!["id"]!.ToString() == id) creative["status"] = "paused";
        return feed.ToJsonString();
    }

    private Task<JsonElement> Post(string path, object? body, HttpStatusCode expected, string? key = null) => Send(HttpMethod.Post, path, body, expected, key);

    private Task<JsonElement> Get(string path) => Send(HttpMethod.Get, path, null, HttpStatusCode.OK);

    private async Task<JsonElement> Send(HttpMethod method, string path, object? body, HttpStatusCode expected, string? key = null)
    {
        using var admin = service.Admin();
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await admin.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{method} {path}: {answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
