using System.Text.Json;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>Zone 1 has nothing to show and falls to zone 2, that to zone 3, where creative 30 is.</summary>
public sealed class ChainTests
{
    private const string Small = "300x250";

    [Theory, OnEachTransport]
    public async Task What_a_chained_zone_serves_is_counted_there_and_decided_and_refreshed_as_the_slots_own_zone_says(string transport)
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, transport, "a:1");

        var ad = await page.Ad("a");
        await page.Show(ad);

        Assert.Equal(("30", "zone 3"), (ad.Text("creative"), ad.Text("html")));
        foreach (var stage in (string[])["served", "rendered", "viewable"])
        {
            Assert.Equal(1, await service.Metric("comet_impressions_total", "zone=\"3\"", $"stage=\"{stage}\""));
            Assert.Equal(0, await service.Metric("comet_impressions_total", "zone=\"1\"", $"stage=\"{stage}\""));
        }
        Assert.Equal(1, await service.Metric("comet_decisions_total", "zone=\"1\"", "outcome=\"fill\""));
        Assert.Equal(0, await service.Metric("comet_decisions_total", "zone=\"3\""));
        var row = Assert.Single(await service.Report("zone"));
        Assert.Equal(("3", "1", "1"), (row.Text("zone"), row.Text("rendered"), row.Text("viewable")));

        // Zone 1 rotates each 40 s, zone 3 each 20 s
        service.Clock.Advance(TimeSpan.FromSeconds(39));
        await page.None("ad");
        service.Clock.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(("30", "time"), ((await page.Ad("a")) is var next ? next.Text("creative") : "", next.Text("trigger")));
    }

    [Fact]
    public async Task A_zone_that_has_something_itself_does_not_fall()
    {
        await using var service = Feed().Creative(10, "n", Small, 1).Start();
        await using var page = await TestPage.Open(service, "socket", "a:1");
        for (var turn = 0; turn < 3; turn++)
        {
            var ad = await page.Ad("a");
            Assert.Equal("10", ad.Text("creative"));
            await page.Show(ad);
            service.Clock.Advance(TimeSpan.FromSeconds(40));
        }
    }

    [Fact]
    public async Task A_chain_that_leads_back_is_walked_once_and_the_reason_is_the_one_that_says_most()
    {
        await using var service = new SmallFeed()
            .Zone(1, Small, "\"chain\": 2").Zone(2, Small, "\"chain\": 3").Zone(3, Small, "\"chain\": 2").Zone(4, Small, "\"chain\": 4")
            .Campaign("off", "remnant", "\"status\": \"paused\"").Campaign("over", "remnant", "\"end\": \"2026-11-01\"")
            .Creative(20, "over", Small, 2).Creative(30, "off", Small, 3).Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:4");

        Assert.Equal("out_of_flight", (await page.Next("empty", "a")).Text("reason"));
        Assert.Equal("no_link", (await page.Next("empty", "b")).Text("reason"));
        Assert.Equal(1, await service.Metric("comet_decisions_total", "zone=\"1\"", "outcome=\"passback\""));
        Assert.Equal(0, await service.Metric("comet_decisions_total", "zone=\"2\""));
        Assert.Equal(1, await service.Metric("comet_passbacks_total", "reason=\"out_of_flight\""));
    }

    [Fact]
    public async Task A_chain_ends_after_16_zones()
    {
        Assert.Equal("16", await Last(17));
        Assert.Null(await Last(18));

        // Zone 1 falls to 2, and so on; only the last one has a creative, of which its number minus 1 is how many are walked
        static async Task<string?> Last(int last)
        {
            var feed = new SmallFeed().Campaign("n", "remnant").Creative(last - 1, "n", Small, last);
            for (var zone = 1; zone <= last; zone++) feed.Zone(zone, Small, zone < last ? $"\"chain\": {zone + 1}" : "");
            await using var service = feed.Start();
            await using var page = await TestPage.Open(service, "poll", "a:1");
            await page.Next("ready");
            var filled = await service.Metric("comet_decisions_total", "zone=\"1\"", "outcome=\"fill\"") > 0;
            return filled ? (await page.Ad("a")).Text("creative") : null;
        }
    }

    [Fact]
    public async Task A_larger_creative_of_a_chained_zone_is_too_small_a_slot_s_matter()
    {
        await using var service = new SmallFeed().Zone(1, Small, "\"chain\": 2").Zone(2, "-1x-1").Campaign("n", "remnant").Creative(20, "n", "728x90", 2).Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");

        Assert.Equal("too_small", (await page.Next("empty", "a")).Text("reason"));
        Assert.Equal("20", (await page.Ad("b")).Text("creative"));
        Assert.Equal("too_small", (await Explain(service)).GetProperty("chain")[0].GetProperty("creatives")[0].Text("verdict"));
    }

    [Theory, OnEachTransport]
    public async Task A_zone_that_reached_its_cap_falls_to_the_next_and_each_counts_its_own(string transport)
    {
        await using var service = new SmallFeed()
            .Zone(1, Small, "\"chain\": 2, \"cap\": { \"total\": 1 }").Zone(2, Small, "\"cap\": { \"total\": 2 }, \"chain\": 3").Zone(3, Small)
            .Campaign("n", "remnant").Creative(10, "n", Small, 1).Creative(20, "n", Small, 2).Creative(30, "n", Small, 3).Start();
        await using var page = await TestPage.Open(service, transport, "a:1");
        var shown = new List<string>();
        for (var turn = 0; turn < 5; turn++)
        {
            var ad = await page.Ad("a");
            shown.Add(ad.Text("creative"));
            await page.Show(ad);
            service.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(["10", "20", "20", "30", "30"], shown);
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_comes_back_goes_on_with_what_a_chained_zone_served(string transport)
    {
        await using var service = Feed().Start();
        await using var first = await TestPage.Open(service, transport, "a:1");
        await first.Show(await first.Ad("a"));
        await using var second = await first.Again(service, transport);

        await second.None("ad");
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        await second.IsThere();
        service.Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(("time", "1"), ((await second.Ad("a")) is var next ? next.Text("trigger") : "", next.Text("index")));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task So_it_does_on_another_node_also_before_that_has_campaigns(bool hasCampaigns)
    {
        var data = TempFolder.Shared();
        TestPage first;
        await using (var before = Feed().Start(data))
        {
            first = await TestPage.Open(before, "socket", "a:1");
            await first.Show(await first.Ad("a"));
            await first.Lose();
        }
        if (!hasCampaigns) Forget(data);
        await using var after = hasCampaigns ? Feed().Start(data) : RunningService.Start(data, ("AdServer:Feed:Location", Path.Combine(data, "small", "feed.json")), ("Pages:AllowedOrigins:0", RunningService.Origin));
        after.Clock.Advance(TimeSpan.FromSeconds(2));
        await using var again = await first.OpenedAgain(after, "socket");
        await again.None("ad");
        if (!hasCampaigns) await Feed().ReplaceAt(after);
        await again.None("ad");
        await again.None("withdraw");
        after.Clock.Advance(TimeSpan.FromSeconds(41));

        Assert.Equal(("30", "time", "1"), ((await again.Ad("a")) is var next ? next.Text("creative") : "", next.Text("trigger"), next.Text("index")));
    }

    [Fact]
    public async Task A_token_of_a_zone_that_the_slot_does_not_fall_to_resumes_nothing()
    {
        await using var service = Feed().Zone(4, Small).Start();
        await using var first = await TestPage.Open(service, "socket", "a:3");
        var ad = await first.Ad("a");
        using var client = service.Page();
        var hello = $$"""{ "type": "hello", "v": 1, "url": "{{RunningService.Origin}}/", "visible": true, "slots": [ { "slot": "a", "zone": "4", "w": 0, "h": 0, "inView": true } ], "resume": [ { "slot": "a", "token": "{{ad.Text("token")}}", "rendered": true, "viewable": true, "shown": 0 } ] }""";

        using var answer = await client.PostAsync("/comet/v1/poll", new StringContent(hello));
        using var frames = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(["ready", "empty"], frames.RootElement.EnumerateArray().Select(frame => frame.Text("type")));
    }

    [Theory, InlineData("chain"), InlineData("link"), InlineData("nothing")]
    public async Task What_a_chain_brought_goes_with_the_chain_or_the_link_and_stays_otherwise(string gone)
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Show(await page.Ad("a"));
        var changed = Zones(gone == "chain" ? "" : "\"chain\": 3").Campaign("n", "remnant", "\"weight\": 7");
        await (gone == "link" ? changed.Creative(30, "n", Small) : changed.Creative(30, "n", Small, 3)).ReplaceAt(service);

        if (gone == "nothing")
        {
            await page.None("withdraw");
            await page.None("empty");
            return;
        }
        Assert.Equal("30", (await page.Next("withdraw")).GetProperty("creatives")[0].GetString());
        page.Forget("a");
        service.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal("no_link", (await page.Next("empty")).Text("reason"));
    }

    [Fact]
    public async Task Explain_shows_each_zone_of_the_chain_with_its_verdicts()
    {
        await using var service = Feed().Creative(20, "off", Small, 2).Campaign("off", "remnant", "\"status\": \"paused\"").Start();
        var explained = await Explain(service);

        Assert.Empty(explained.GetProperty("creatives").EnumerateArray());
        var chain = explained.GetProperty("chain").EnumerateArray().ToArray();
        Assert.Equal(["2", "3"], chain.Select(zone => zone.Text("zone")));
        Assert.Equal(["none_running", "eligible"], chain.Select(zone => zone.GetProperty("creatives").EnumerateArray().Single().Text("verdict")));
        Assert.False((await Explain(service, "3")).TryGetProperty("chain", out _));
    }

    private static SmallFeed Feed() => Zones("\"chain\": 3").Campaign("n", "remnant").Creative(30, "n", Small, 3);

    private static SmallFeed Zones(string chainOf2) => new SmallFeed()
        .Zone(1, Small, "\"chain\": 2, \"refresh\": { \"interval\": 40 }").Zone(2, Small, chainOf2).Zone(3, Small, "\"refresh\": { \"interval\": 20 }");

    private static void Forget(string data)
    {
        File.Delete(Path.Combine(data, "small", "feed.json"));
        Directory.Delete(Path.Combine(data, "data", "snapshot"), recursive: true);
    }

    private static async Task<JsonElement> Explain(RunningService service, string zone = "1")
    {
        using var admin = service.Admin();
        using var explained = JsonDocument.Parse(await admin.GetStringAsync($"/api/v1/zones/{zone}/explain"));
        return explained.RootElement.Clone();
    }
}
