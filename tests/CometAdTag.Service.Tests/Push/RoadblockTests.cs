using System.Text.Json;
using CometAdTag.Service.Tests.Pages;
using Xunit.Abstractions;

namespace CometAdTag.Service.Tests.Push;

/// <summary>
/// Companion campaign c comes first in zones 1, 2, 3 and 5 (creatives 10, 20, 30, 50), companion campaign d comes after it in zone 5 (52) and first
/// in zone 4 (42); campaign n fills what they leave (11, 21, 31, 41, 51).
/// </summary>
public sealed class RoadblockTests(ITestOutputHelper output)
{
    private static readonly string[] All = ["a", "b", "c"];

    [Theory, OnEachTransport]
    public async Task A_companion_campaign_takes_the_slots_of_the_page_at_once_and_leaves_them_together(string transport)
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2", "c:3");
        for (var round = 0; round < 2; round++)
        {
            await Shows(page, "10", "20", "30");
            Pass(service, 29.9);
            await page.None("ad");
            Pass(service, 0.2);
            await Shows(page, "11", "21", "31");
            Pass(service, 30.1);
        }
    }

    [Fact]
    public async Task One_that_is_there_refuses_those_that_its_slots_could_show_too_and_explain_says_on_page()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "e:5", "f:4");
        await using var apart = await TestPage.Open(service, "socket", "a:1", "f:4");

        Assert.Equal(["50", "41"], await Came(page, "e", "f"));
        Assert.Equal(["10", "42"], await Came(apart, "a", "f"));
        Assert.Equal(["42 eligible", "41 eligible"], await Verdicts(service, "4", ""));
        Assert.Equal(["42 on_page", "41 eligible"], await Verdicts(service, "4", "?onPage=50"));
        Assert.Equal(["42 eligible", "41 eligible"], await Verdicts(service, "4", "?onPage=10"));
        Assert.Equal(["50 on_page", "52 eligible", "51 eligible"], await Verdicts(service, "5", "?onPage=52"));
        Assert.Equal(["50 eligible", "52 eligible", "51 eligible"], await Verdicts(service, "5", "?onPage=42,10,50"));
    }

    [Fact]
    public async Task It_begins_in_the_first_slot_that_it_is_linked_to_and_in_no_later_one()
    {
        // Slot a could have begun with c, but creative 10 is capped; it knows nothing of d
        await using var service = Feed(of10: "\"cap\": { \"total\": 1 }").Start();
        await using var first = await TestPage.Open(service, "socket", "a:1");
        await first.Report(await first.Ad("a"), "rendered");
        await using var page = await TestPage.Open(service, "socket", say => say.Viewer = first.Viewer, "a:1", "b:2", "e:5", "f:4");

        Assert.Equal(["11", "21", "52", "42"], await Came(page, "a", "b", "e", "f"));
    }

    [Theory, OnEachTransport]
    public async Task Slots_that_are_seen_later_are_waited_for(string transport)
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2", "c:3");
        var ads = new Dictionary<string, JsonElement>();
        foreach (var slot in All) ads[slot] = await page.Ad(slot);
        await page.Show(ads["a"]);
        await page.View(visible: true, ("c", false));
        Pass(service, 14);
        await page.Show(ads["b"]);
        Pass(service, 16);
        await page.IsThere();
        await page.None("ad");

        Pass(service, 14.2);

        Assert.Equal(["11", "21"], await Came(page, "a", "b"));
        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task A_slot_that_shows_another_joins_after_its_shortest_interval(string transport)
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2");
        await Shows(page, ["a", "b"], "10", "20");
        Pass(service, 30.1);
        var (a, b) = (await page.Ad("a"), await page.Ad("b"));
        Assert.Equal(("11", "21"), (a.Text("creative"), b.Text("creative")));
        await page.Show(a);
        Pass(service, 14);
        await page.Show(b);
        Pass(service, 15.1);
        Assert.Equal(["10"], await Shown(page, "a"));
        Pass(service, 12.7);
        await page.None("ad");

        Pass(service, 0.4);

        Assert.Equal(("20", "event"), ((await page.Ad("b")) is var joined ? joined.Text("creative") : "", joined.Text("trigger")));
    }

    [Theory, OnEachTransport]
    public async Task A_slot_that_is_added_later_joins_and_is_waited_for(string transport)
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2");
        await Shows(page, ["a", "b"], "10", "20");
        Pass(service, 20);
        await page.Add("c:3");
        await Shows(page, ["c"], "30");
        await page.IsThere();
        Pass(service, 11);
        await page.None("ad");

        Pass(service, 19.2);

        Assert.Equal(["11", "21", "31"], await Came(page, All));
    }

    [Fact]
    public async Task Who_comes_when_it_is_leaving_does_not_join_so_none_waits_for_ever_newer_slots()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        await Shows(page, ["a", "b"], "10", "20");
        Pass(service, 20);
        await page.Add("c:3");
        await Shows(page, ["c"], "30");
        Pass(service, 10);
        await page.Add("e:5");
        await Shows(page, ["e"], "52");

        Pass(service, 19.2);

        Assert.Equal(["11", "21", "31"], await Came(page, All));
    }

    [Fact]
    public async Task A_withdrawn_creative_is_replaced_at_once_in_its_slot_alone()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2", "c:3");
        await Shows(page, "10", "20", "30");
        using var admin = service.Admin();
        using var made = await admin.PostAsync("/api/v1/withdrawals", Json(new { creative = "20", reason = "a mistake" }));
        made.EnsureSuccessStatusCode();
        await page.Next("withdraw");
        page.Forget("b");
        Pass(service, 0.1);

        Assert.Equal(["21"], await Came(page, "b"));
        await page.None("ad");
    }

    [Fact]
    public async Task A_campaign_that_is_withdrawn_leaves_all_slots_at_once()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2", "c:3");
        await Shows(page, "10", "20", "30");
        using var admin = service.Admin();
        using var made = await admin.PostAsync("/api/v1/withdrawals", Json(new { campaign = "c", reason = "a mistake" }));
        made.EnsureSuccessStatusCode();
        await page.Next("withdraw");
        foreach (var slot in All) page.Forget(slot);
        Pass(service, 0.1);

        Assert.Equal(["11", "21", "31"], await Came(page, All));
    }

    [Theory, OnEachTransport]
    public async Task A_virtual_page_view_waits_for_none(string transport)
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2", "c:3");
        await Shows(page, "10", "20", "30");
        Pass(service, 5);
        await page.IsThere();

        await page.Navigate(RunningService.Origin + "/other");

        Assert.Equal(["11", "21", "31"], await Came(page, All));
    }

    [Fact]
    public async Task A_slot_that_failed_to_show_it_is_filled_again_with_it_and_the_others_stay()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        var (a, b) = (await page.Ad("a"), await page.Ad("b"));
        Pass(service, 10);
        await page.Show(a);
        Assert.Equal("", await page.Report(b, "error"));
        Pass(service, 18.9);
        await page.None("ad");

        Pass(service, 0.2);

        Assert.Equal("20", (await page.Ad("b")).Text("creative"));
        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_comes_back_goes_on_with_it(string transport)
    {
        await using var service = Feed().Start();
        await using var first = await TestPage.Open(service, transport, "a:1", "b:2");
        await Shows(first, ["a", "b"], "10", "20");
        await using var again = await first.Again(service, transport);
        await again.None("ad");
        Pass(service, 10);
        await again.Add("c:3");
        await Shows(again, ["c"], "30");
        Pass(service, 20);
        await again.IsThere();
        await again.None("ad");

        Pass(service, 10.2);

        Assert.Equal(["11", "21", "31"], await Came(again, All));
    }

    [Fact]
    public async Task So_it_does_on_another_node()
    {
        var data = Directory.CreateTempSubdirectory("cometadtag-").FullName;
        TestPage first;
        await using (var before = Feed().Start(data))
        {
            first = await TestPage.Open(before, "socket", "a:1", "b:2");
            await Shows(first, ["a", "b"], "10", "20");
            await first.Lose();
        }
        await using var after = Feed().Start(data);
        Pass(after, 2);
        await using var again = await first.OpenedAgain(after, "socket");
        await again.None("ad");
        Pass(after, 10);
        await again.Add("c:3");
        await Shows(again, ["c"], "30");
        Pass(after, 20);
        await again.None("ad");

        Pass(after, 10.2);

        Assert.Equal(["11", "21", "31"], await Came(again, All));
    }

    [Fact]
    public async Task A_slot_whose_creative_is_never_viewable_is_waited_for_an_interval_and_no_more()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await Shows(page, ["a"], "10");
        Pass(service, 19);
        await page.Add("b:2");
        await page.Report(await page.Ad("b"), "rendered");
        Pass(service, 29.8);
        await page.None("ad");

        Pass(service, 0.4);

        Assert.Equal(["11"], await Came(page, "a"));
        await page.None("ad");
    }

    [Theory, InlineData("\"noRefresh\": true", ""), InlineData("", "\"refresh\": { \"interval\": 30, \"maxRefreshes\": 1 }")]
    public async Task A_slot_that_must_not_refresh_holds_no_other(string ofCreative, string ofZone)
    {
        await using var service = Feed(of20: ofCreative, zone2: ofZone).Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        for (var turn = 0; turn < 6; turn++)
        {
            if (turn > 0) Pass(service, 30.1);
            Assert.Equal([turn % 2 == 0 ? "10" : "11"], await Shown(page, "a"));
            if (turn < (ofZone.Length > 0 ? 2 : 1)) await Shown(page, "b");
        }
        await page.None("ad");
    }

    [Fact]
    public async Task Slots_out_of_view_are_not_waited_for_and_rotate_when_they_are_back()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        await Shows(page, ["a", "b"], "10", "20");
        Pass(service, 20);
        await page.View(visible: true, ("b", false));
        Pass(service, 10.2);
        Assert.Equal(["11"], await Came(page, "a"));

        await page.View(visible: true, ("b", true));
        Pass(service, 9.5);
        await page.None("ad");
        Pass(service, 0.7);

        // While a, which is first, shows another, c may not begin in b
        Assert.Equal(["21"], await Came(page, "b"));
    }

    [Fact]
    public async Task It_joins_no_zone_where_somebody_else_s_stack_fills()
    {
        await using var service = Feed().Start(null, ("Refresh:Zones:2:Mode", "signal"));
        await using var page = await TestPage.Open(service, "socket", "a:2", "b:3");

        Assert.Equal("30", (await page.Ad("b")).Text("creative"));
        await page.Next("refresh", "a");
    }

    [Fact]
    public async Task Waiting_for_each_other_is_no_lateness()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        var (a, b) = (await page.Ad("a"), await page.Ad("b"));
        await page.Show(a);
        Pass(service, 20);
        await page.Show(b);
        Pass(service, 30.1);
        await Came(page, "a", "b");

        Assert.Equal(0, await service.Metric("comet_push_lateness_seconds_count"));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task Whatever_happens_on_a_page_none_of_its_slots_is_stuck_and_competitors_do_not_begin(int seed)
    {
        var companions = new Dictionary<string, string[]> { ["1"] = ["c"], ["2"] = ["c", "d"], ["3"] = ["c", "d", "e"], ["4"] = ["d"], ["5"] = ["c", "e"] };
        var feed = new SmallFeed().Campaign("n", "remnant", "\"weight\": 2");
        foreach (var each in (string[])["c", "d", "e"]) feed.Campaign(each, "remnant", "\"companion\": true");
        foreach (var (id, linked) in companions)
        {
            var zone = int.Parse(id, System.Globalization.CultureInfo.InvariantCulture);
            feed.Zone(zone, "300x250", $"\"refresh\": {{ \"interval\": {(zone == 4 ? 45 : 30)}, \"maxRefreshes\": {(zone == 5 ? 3 : 0)} }}");
            feed.Creative(zone * 10, "n", "300x250", zone).Creative((zone * 10) + 1, "n", "300x250", zone);
            for (var i = 0; i < linked.Length; i++) feed.Creative((zone * 10) + 2 + i, linked[i], "300x250", zone);
        }
        await using var service = feed.Start(null, ("Pages:Heartbeat", "01:00:00"), ("Pages:HiddenGrace", "01:00:00"), ("Pages:RequestsPerAddress", "0"));
        await using var page = await TestPage.Open(service, "socket", "first:1");
        await page.Remove("first");
        var walk = new RoadblockWalk(page, new Random(seed), companions);

        await walk.Run(seconds: 1_500);

        output.WriteLine($"{walk.Begun} roadblocks began, {walk.Joined} slots joined; no slot was held longer than {walk.Held:F0} s");
        Assert.True(walk.Begun > 10 && walk.Joined > 10, $"{walk.Begun} roadblocks began, {walk.Joined} slots joined");
    }

    /// <summary>The next creative of each slot; all are in view for a second.</summary>
    private static Task Shows(TestPage page, params string[] creatives) => Shows(page, All, creatives);

    private static async Task Shows(TestPage page, string[] slots, params string[] creatives) => Assert.Equal(creatives, await Shown(page, slots));

    private static async Task<string[]> Shown(TestPage page, params string[] slots)
    {
        var ads = new List<JsonElement>();
        foreach (var slot in slots) ads.Add(await page.Ad(slot));
        foreach (var ad in ads) Assert.Equal("", await page.Report(ad, "rendered"));
        Pass(page.Service, 1);
        foreach (var ad in ads) Assert.Equal("", await page.Report(ad, "viewable"));
        return [.. ads.Select(ad => ad.Text("creative"))];
    }

    private static async Task<string[]> Came(TestPage page, params string[] slots)
    {
        var creatives = new List<string>();
        foreach (var slot in slots) creatives.Add((await page.Ad(slot)).Text("creative"));
        return [.. creatives];
    }

    private static async Task<string[]> Verdicts(RunningService service, string zone, string asked)
    {
        using var admin = service.Admin();
        using var explained = JsonDocument.Parse(await admin.GetStringAsync($"/api/v1/zones/{zone}/explain{asked}"));
        return [.. explained.RootElement.GetProperty("creatives").EnumerateArray().Select(each => $"{each.Text("creative")} {each.Text("verdict")}")];
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");

    private static void Pass(RunningService service, double seconds) => service.Clock.Advance(TimeSpan.FromSeconds(seconds));

    private static SmallFeed Feed(string of10 = "", string of20 = "", string zone2 = "") => new SmallFeed()
        .Zone(1, "300x250").Zone(2, "728x90", zone2).Zone(3, "160x600").Zone(4, "970x250").Zone(5, "300x600")
        .Campaign("c", "override", "\"companion\": true").Campaign("d", "contract", "\"priority\": 5, \"companion\": true").Campaign("n", "remnant")
        .Creative(10, "c", "300x250", of10, 1).Creative(11, "n", "300x250", 1)
        .Creative(20, "c", "728x90", of20, 2).Creative(21, "n", "728x90", 2)
        .Creative(30, "c", "160x600", 3).Creative(31, "n", "160x600", 3)
        .Creative(41, "n", "970x250", 4).Creative(42, "d", "970x250", 4)
        .Creative(50, "c", "300x600", 5).Creative(51, "n", "300x600", 5).Creative(52, "d", "300x600", 5);
}
