using System.Text.Json;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>The ad server decides each fill: what it is asked, and what the page gets.</summary>
public sealed class DelegatedFillTests : IAsyncLifetime
{
    private DecidingServer adServer = null!;
    private RunningService service = null!;

    public async Task InitializeAsync()
    {
        adServer = await DecidingServer.Start();
        service = adServer.Service(("Refresh:Zones:7:Mode", "signal"));
    }

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        await adServer.DisposeAsync();
    }

    [Theory, OnEachTransport]
    public async Task All_slots_that_are_due_are_asked_for_in_one_call_that_says_all_of_the_page(string transport)
    {
        await using var page = await TestPage.Open(
            service, transport, say => (say.Variables["section"], say.Referrer, say.Source) = ("sport", "http://search.test/?q=1", "vip"), "a:1", "b:2", "c:1");
        await page.Ad("a");
        await page.Ad("b");
        await page.Ad("c");

        var asked = await adServer.Next();
        Assert.Equal("1|2|1", asked.Zones);
        Assert.Equal(
            (RunningService.Origin + "/", "http://search.test/?q=1", "vip", "sport"),
            (asked.Query["loc"], asked.Query["referer"], asked.Query["source"], asked.Query["section"]));
        Assert.Equal(
            ("127.0.0.1", RunningService.UserAgent, "de"),
            (asked.Headers["X-Forwarded-For"], asked.Headers["User-Agent"], asked.Headers["Accept-Language"]));
        Assert.Equal(1, adServer.Calls);
    }

    [Fact]
    public async Task What_its_slots_ask_for_goes_along_as_in_the_ad_servers_own_tag_and_the_last_one_wins()
    {
        await using var page = await TestPage.Open(
            service, "socket", say => (say.Variables["section"], say.Source) = ("news", "page"), "a:1?source=first&section=sport", "b:2?source=second&team=reds");
        await page.Ad("b");
        var asked = await adServer.Next();
        Assert.Equal(("1|2", "second", "sport", "reds"), (asked.Zones, asked.Query["source"], asked.Query["section"], asked.Query["team"]));
    }

    [Theory, OnEachTransport]
    public async Task What_it_answers_is_pushed_as_it_is_and_counted_by_its_banner_and_campaign(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        var ad = await page.Ad("a");
        await page.Show(ad);

        Assert.Equal(
            ("101", "10", "300", "250", "initial", "0"),
            (ad.Text("creative"), ad.Text("campaign"), ad.Text("width"), ad.Text("height"), ad.Text("trigger"), ad.Text("index")));
        Assert.Equal(new Banner("101", "10").Html("1"), ad.Text("html"));
        var row = Assert.Single(await service.Report("zone,campaign,creative"));
        Assert.Equal(("1", "10", "101"), (row.Text("zone"), row.Text("campaign"), row.Text("creative")));
        Assert.Equal(("1", "1", "1"), (row.Text("served"), row.Text("rendered"), row.Text("viewable")));
        Assert.Equal(1, await service.Metric("comet_campaign_impressions_total", "campaign=\"10\"", "stage=\"rendered\""));
        Assert.Equal(1, await service.Metric("comet_ad_server_requests_total", "source=\"revive-delivery\"", "outcome=\"ok\""));
    }

    [Theory, OnEachTransport]
    public async Task A_slot_rotates_by_its_clock_to_what_the_ad_server_says_then(string transport)
    {
        adServer.Shows("1", new Banner("101", "10"), new Banner("102", "11"));
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Show(await page.Ad("a"));
        service.Clock.Advance(TimeSpan.FromSeconds(30));

        var next = await page.Ad("a");

        Assert.Equal(("102", "11", "time", "1"), (next.Text("creative"), next.Text("campaign"), next.Text("trigger"), next.Text("index")));
        Assert.Equal(2, adServer.Calls);
        Assert.Equal(0, await service.Metric("comet_push_lateness_seconds_count") - 1);
    }

    [Theory, OnEachTransport]
    public async Task Events_of_the_page_ask_the_ad_server_too(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2");
        await page.Ad("a");
        await page.Show(await page.Ad("b"));
        service.Clock.Advance(TimeSpan.FromSeconds(29));
        await page.Event("user", "b");

        Assert.Equal(("user", "1"), (await page.Ad("b")) is var next ? (next.Text("trigger"), next.Text("index")) : default);
        await adServer.Next();
        Assert.Equal("2", (await adServer.Next()).Zones);
    }

    [Theory]
    [InlineData("socket", "9")]
    [InlineData("poll", "9")]
    [InlineData("stream", "99")]
    public async Task A_blank_and_an_unknown_zone_are_none_running(string transport, string zone)
    {
        await using var page = await TestPage.Open(service, transport, $"a:{zone}");

        Assert.Equal("none_running", (await page.Next("empty", "a")).Text("reason"));
        Assert.Equal(zone, (await page.Next("ready")).GetProperty("slots")[0].Text("zone"));
        Assert.Equal(1, await service.Metric("comet_decisions_total", "zone=\"other\"", "outcome=\"passback\""));
    }

    [Theory]
    [InlineData("sidebar")]
    [InlineData("012")]
    [InlineData("1|2")]
    [InlineData("99999999999")]
    [InlineData("ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ")]
    public async Task An_id_that_no_zone_can_have_is_none_running_and_nobody_is_asked(string zone)
    {
        await using var page = await TestPage.Open(service, "socket", $"a:{zone}", "b:1");

        Assert.Equal("none_running", (await page.Next("empty", "a")).Text("reason"));
        await page.Ad("b");
        Assert.Equal("1", (await adServer.Next()).Zones);
    }

    [Fact]
    public async Task A_signal_zone_never_asks()
    {
        await using var page = await TestPage.Open(service, "socket", "a:7");

        Assert.Equal("initial", (await page.Next("refresh", "a")).Text("trigger"));
        service.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("time", (await page.Next("refresh", "a")).Text("trigger"));
        Assert.Equal(0, adServer.Calls);
    }

    [Fact]
    public async Task A_creative_that_is_larger_than_its_slot_is_not_shown()
    {
        adServer.Shows("1", new Banner("101", "10", Width: "728", Height: "90"));
        await using var page = await PageSocket.Open(service);
        await page.Say($$"""{"type":"hello","v":1,"url":"{{RunningService.Origin}}/","visible":true,"slots":[{"slot":"a","zone":"1","w":300,"h":250}]}""");

        Assert.Equal("too_small", (await page.Next("empty")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_creative_without_a_size_takes_the_slots()
    {
        adServer.Shows("1", new Banner("101", "10", Width: "0", Height: "0"));
        await using var page = await PageSocket.Open(service);
        await page.Say($$"""{"type":"hello","v":1,"url":"{{RunningService.Origin}}/","visible":true,"slots":[{"slot":"a","zone":"1","w":300,"h":250},{"slot":"b","zone":"1","w":-1,"h":-1}]}""");

        var ad = await page.Next("ad");
        Assert.Equal((300, 250), (ad.GetProperty("width").GetInt32(), ad.GetProperty("height").GetInt32()));
        Assert.Equal("size", (await page.Next("empty")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task The_stream_for_curl_shows_what_the_ad_server_says()
    {
        await using var open = adServer.Service(("Pages:AllowNoOrigin", "true"));
        using var client = new HttpClient { BaseAddress = open.Address };
        using var stream = new StreamReader(await client.GetStreamAsync("/comet/v1/stream?zones=1,9&url=http://page.test/x"));
        List<JsonElement> frames = [];
        while (frames.Count < 3 && await stream.ReadLineAsync().WaitAsync(Patience.Bound) is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal)) frames.Add(JsonDocument.Parse(line[6..]).RootElement);

        Assert.Equal(["ready", "ad", "empty"], frames.Select(frame => frame.Text("type")));
        Assert.Equal("101", frames[1].Text("creative"));
        Assert.Equal(0, await open.Metric("comet_impressions_total"));
    }

    [Fact]
    public async Task The_first_answer_to_a_poll_holds_its_ads()
    {
        using var client = service.Page();
        using var answer = await client.PostAsync("/comet/v1/poll", new StringContent(PageSocket.HelloOf("a:1", "b:9")));
        using var frames = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(["ready", "ad", "empty"], frames.RootElement.EnumerateArray().Select(frame => frame.Text("type")));
    }

    [Fact]
    public async Task A_slow_ad_server_holds_the_first_answer_to_a_poll_for_3_s_at_most()
    {
        await using var patient = adServer.Service(("AdServer:ReviveDelivery:Timeout", "00:00:20"));
        var held = adServer.Hold();
        using var client = patient.Page();
        var answering = client.PostAsync("/comet/v1/poll", new StringContent(PageSocket.HelloOf("a:1")));
        await adServer.Next();
        patient.Clock.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(0, await patient.Metric("comet_decisions_total"));
        Assert.False(answering.IsCompleted, "it was answered before");
        patient.Clock.Advance(TimeSpan.FromSeconds(0.5));

        using var answer = await answering.WaitAsync(Patience.Bound);
        using var frames = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(["ready"], frames.RootElement.EnumerateArray().Select(frame => frame.Text("type")));
        held.SetResult();
    }

    [Theory]
    [InlineData("2001:db8:1:2:3:4:5:6")]
    [InlineData("198.51.100.7")]
    public async Task The_whole_address_that_a_trusted_proxy_names_is_passed_on(string address)
    {
        await using var behind = adServer.Service(("Pages:TrustedProxies:0", "127.0.0.1"));
        using var client = behind.Page();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);

        using var answer = await client.PostAsync("/comet/v1/poll", new StringContent(PageSocket.HelloOf("a:1")));

        Assert.Equal(address, (await adServer.Next()).Headers["X-Forwarded-For"]);
    }

    [Fact]
    public async Task What_a_page_asks_for_after_a_change_goes_out_with_the_next_call()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Show(await page.Ad("a"));
        await page.Change(new() { ["referrer"] = "http://from.test/", ["source"] = "new", ["variables"] = new System.Text.Json.Nodes.JsonObject { ["team"] = "red" } });
        await adServer.Next();
        service.Clock.Advance(TimeSpan.FromSeconds(30));

        var asked = await adServer.Next();

        Assert.Equal(("http://from.test/", "new", "red"), (asked.Query["referer"], asked.Query["source"], asked.Query["team"]));
    }
}
