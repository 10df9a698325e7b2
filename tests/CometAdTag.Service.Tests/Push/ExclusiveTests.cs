using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>An advertiser with an exclusive campaign: each of three zones has two of its creatives (the first of them of the exclusive campaign) and two of others.</summary>
public sealed class ExclusiveTests
{
    private const string Small = "300x250";

    [Theory, OnEachTransport]
    public async Task At_most_one_creative_of_the_advertiser_is_on_the_page_at_any_time(string transport)
    {
        await using var service = Feed(exclusive: true).Start();
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2", "c:3");

        var seen = await Watch(page, 10);

        Assert.Equal(1, seen.Most);
        Assert.True(seen.Times > 3, $"of the advertiser came only {seen.Times}");
    }

    [Fact]
    public async Task An_advertiser_without_an_exclusive_campaign_is_shown_beside_itself()
    {
        await using var service = Feed(exclusive: false).Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2", "c:3");

        Assert.True((await Watch(page, 10)).Most > 1, "the advertiser never came twice, so the others prove nothing");
    }

    [Fact]
    public async Task What_a_slot_shows_until_it_has_rendered_the_next_is_on_the_page_still()
    {
        await using var service = Two().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        await page.Show(await Came(page, "a", "10"));
        await page.Report(await Came(page, "b", "21"), "rendered");
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        var next = await Came(page, "a", "11");

        // Not yet rendered: the page shows creative 10 in slot a
        await page.Event("event", "b");
        Assert.Equal("21", (await page.Ad("b")).Text("creative"));

        await page.Report(next, "rendered");
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        await page.Event("event", "b");
        Assert.Equal("20", (await page.Ad("b")).Text("creative"));
    }

    [Fact]
    public async Task What_a_slot_that_got_nothing_new_goes_on_to_show_is_on_the_page_still()
    {
        await using var service = new SmallFeed().Zone(1, Small).Zone(2, Small)
            .Campaign("x", "override", "\"exclusive\": true").Campaign("n", "remnant")
            .Creative(10, "x", Small, "\"cap\": { \"total\": 1 }", 1).Creative(20, "x", Small, 2).Creative(21, "n", Small, 2).Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        await page.Show(await Came(page, "a", "10"));
        await page.Report(await Came(page, "b", "21"), "rendered");
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("capped", (await page.Next("empty", "a")).Text("reason"));

        await page.Event("event", "b");

        Assert.Equal("21", (await page.Ad("b")).Text("creative"));
        // With the slot its creative goes
        await page.Remove("a");
        service.Clock.Advance(TimeSpan.FromSeconds(31));
        await page.Event("event", "b");
        Assert.Equal("20", (await page.Ad("b")).Text("creative"));
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_comes_back_holds_to_it(string transport)
    {
        await using var service = Two().Start();
        await using var first = await TestPage.Open(service, transport, "a:1", "b:2");
        await first.Show(await Came(first, "a", "10"));
        await first.Report(await Came(first, "b", "21"), "rendered");
        await using var again = await first.Again(service, transport);
        await again.None("ad");
        service.Clock.Advance(TimeSpan.FromSeconds(29));

        await again.Event("event", "b");
        service.Clock.Advance(TimeSpan.FromSeconds(1.1));

        Assert.Equal("21", (await again.Ad("b")).Text("creative"));
    }

    [Fact]
    public async Task Explain_says_on_page_of_the_advertiser_and_names_each_id_that_is_none()
    {
        await using var service = Two().Start();
        using var admin = service.Admin();

        Assert.Equal(["eligible", "eligible"], await Verdicts(service, ""));
        Assert.Equal(["on_page", "eligible"], await Verdicts(service, "?onPage=11,10"));
        Assert.Equal(["eligible", "eligible"], await Verdicts(service, "?onPage=11"));

        using var refused = await admin.GetAsync("/api/v1/zones/2/explain?onPage=10,zzz,%20yyy");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
        var problem = await refused.Content.ReadAsStringAsync();
        Assert.Contains("zzz", problem, StringComparison.Ordinal);
        Assert.Contains("yyy", problem, StringComparison.Ordinal);
    }

    private static async Task<string[]> Verdicts(RunningService service, string asked)
    {
        using var admin = service.Admin();
        using var explained = System.Text.Json.JsonDocument.Parse(await admin.GetStringAsync($"/api/v1/zones/2/explain{asked}"));
        return [.. explained.RootElement.GetProperty("creatives").EnumerateArray().Select(each => each.Text("verdict"))];
    }

    private static async Task<System.Text.Json.JsonElement> Came(TestPage page, string slot, string creative)
    {
        var ad = await page.Ad(slot);
        Assert.Equal(creative, ad.Text("creative"));
        return ad;
    }

    /// <summary>Shows what comes, turn after turn; slot b is a little later than the others. Answers how many of the advertiser's were there beside one of campaign x, it included, and how often one came.</summary>
    private static async Task<(int Most, int Times)> Watch(TestPage page, int turns)
    {
        var (shown, most, times) = (new Dictionary<string, string>(), 0, 0);
        for (var turn = 0; turn < turns; turn++)
        {
            foreach (var slot in (string[])["a", "b", "c"])
            {
                var ad = await page.Ad(slot);
                shown[slot] = ad.Text("campaign");
                if (shown[slot] is "x" or "y") times++;
                if (shown.ContainsValue("x")) most = Math.Max(most, shown.Values.Count(campaign => campaign is "x" or "y"));
                if (turn % 3 == 2) await page.Report(ad, "rendered");
                else await page.Show(ad);
            }
            page.Service.Clock.Advance(TimeSpan.FromSeconds(30));
            if (turn % 3 == 2) await page.Event();
        }
        return (most, times);
    }

    private static SmallFeed Feed(bool exclusive)
    {
        var feed = new SmallFeed().Campaign("x", "remnant", $"\"weight\": 3, \"advertiser\": \"one\", \"exclusive\": {(exclusive ? "true" : "false")}").Campaign("y", "remnant", "\"advertiser\": \"one\"")
            .Campaign("n", "remnant").Campaign("m", "remnant");
        for (var zone = 1; zone <= 3; zone++)
            feed.Zone(zone, Small).Creative((zone * 10) + 0, "x", Small, zone).Creative((zone * 10) + 1, "y", Small, zone).Creative((zone * 10) + 2, "n", Small, zone).Creative((zone * 10) + 3, "m", Small, zone);
        return feed;
    }

    /// <summary>Creatives 10 and 20 are the exclusive advertiser's and come first; 11 and 21 are others.</summary>
    private static SmallFeed Two() => new SmallFeed().Zone(1, Small).Zone(2, Small)
        .Campaign("x", "override", "\"exclusive\": true").Campaign("n", "remnant")
        .Creative(10, "x", Small, 1).Creative(11, "n", Small, 1).Creative(20, "x", Small, 2).Creative(21, "n", Small, 2);
}
