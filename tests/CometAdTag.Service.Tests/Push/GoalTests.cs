using System.Text.Json;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>Goals of campaigns from the feed to the page: creative 501 of zone 5 is a contract here, and 500 the remnant beneath it.</summary>
public sealed class GoalTests
{
    private const string Two = "\"id\": 11, \"advertiser\": \"b\", \"name\": \"Two\", \"tier\": \"remnant\", \"weight\": 3, \"status\": \"running\"";

    [Theory, OnEachTransport]
    public async Task A_push_reserves_the_goal_and_rendered_books_it(string transport)
    {
        await using var service = Start("\"booked\": { \"impressions\": 2 }");
        await using var first = await TestPage.Open(service, transport, "a:5");
        var one = await first.Ad("a");
        await using var second = await TestPage.Open(service, transport, "a:5");
        var two = await second.Ad("a");
        await using var third = await TestPage.Open(service, transport, "a:5");
        var three = await third.Ad("a");
        Assert.Equal(["501", "501", "500"], [one.Text("creative"), two.Text("creative"), three.Text("creative")]);
        Assert.Equal((0, 2, "goal_reached"), await Goal(service));

        Assert.Equal("", await first.Report(one, "rendered"));
        Assert.Equal("", await second.Report(two, "rendered"));
        Assert.Equal((2, 0, "goal_reached"), await Goal(service));
    }

    [Fact]
    public async Task An_error_a_page_that_leaves_a_slot_that_goes_and_time_give_back_what_was_reserved()
    {
        await using var service = Start("\"booked\": { \"impressions\": 5 }");
        var pages = new List<TestPage>();
        for (var i = 0; i < 4; i++) pages.Add(await TestPage.Open(service, "socket", "a:5"));
        var ads = new List<JsonElement>();
        foreach (var page in pages) ads.Add(await page.Ad("a"));
        Assert.All(ads, ad => Assert.Equal("501", ad.Text("creative")));
        Assert.Equal(4, (await Goal(service)).Reserved);

        await pages[0].Remove("a");
        await Until(service, 3);
        await pages[1].DisposeAsync();
        await Until(service, 2);
        service.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(0, (await Goal(service)).Reserved);
        await pages[2].DisposeAsync();
        await pages[3].DisposeAsync();
        await pages[0].DisposeAsync();
        Assert.Equal((0, 0, "eligible"), await Goal(service));

        await using var failing = await TestPage.Open(service, "socket", "a:5");
        var broken = await failing.Ad("a");
        Assert.Equal((0, 1, "eligible"), await Goal(service));
        Assert.Equal("", await failing.Report(broken, "error"));
        Assert.Equal((0, 0, "eligible"), await Goal(service));
    }

    [Fact]
    public async Task A_page_that_is_never_counted_takes_nothing_of_a_goal()
    {
        await using var service = Start("\"booked\": { \"impressions\": 1 }");
        await using var bot = await TestPage.Open(service, "socket", page => page.Agent = Agents.Googlebot, "a:5");
        var ad = await bot.Ad("a");

        Assert.Equal("501", ad.Text("creative"));
        Assert.Equal("bot", await bot.Report(ad, "rendered"));
        Assert.Equal((0, 0, "eligible"), await Goal(service));
    }

    [Fact]
    public async Task What_was_rendered_counts_after_a_restart_too()
    {
        var data = TempFolder.Shared();
        await using (var service = Start("\"booked\": { \"impressions\": 1 }", data))
        {
            await using var page = await TestPage.Open(service, "socket", "a:5");
            var ad = await page.Ad("a");
            Assert.Equal("501", ad.Text("creative"));
            Assert.Equal("", await page.Report(ad, "rendered"));
        }
        await using var again = Start("\"booked\": { \"impressions\": 1 }", data);
        await using var other = await TestPage.Open(again, "socket", "a:5");
        Assert.Equal("500", (await other.Ad("a")).Text("creative"));
        Assert.Equal((1, 0, "goal_reached"), await Goal(again));
    }

    [Fact]
    public async Task A_campaign_that_is_ahead_of_its_plan_is_left_through_and_alone_in_its_zone_the_reason_is_pacing()
    {
        // One impression in ten days, and nothing else in the zone
        var feed = Feed("\"booked\": { \"impressions\": 1 }, \"end\": \"2026-12-01\"").Replace("{ \"zone\": 5, \"creative\": 500 }, ", "", StringComparison.Ordinal);
        await using var service = StartOn(feed);
        await using var page = await TestPage.Open(service, "socket", "a:5");
        Assert.Equal("pacing", (await page.Next("empty")).Text("reason"));
        Assert.Equal((0, 0, "eligible"), await Goal(service));
    }

    private static RunningService Start(string goals, string? data = null) => StartOn(Feed(goals), data);

    private static RunningService StartOn(string feed, string? data = null)
    {
        data ??= TempFolder.Shared();
        var folder = Directory.CreateDirectory(Path.Combine(data, "goals")).FullName;
        return RunningService.Start(data, ("AdServer:Feed:Location", TestFeed.WriteTo(folder, feed)));
    }

    private static string Feed(string goals) => TestFeed.Json.Replace(
        Two, $"\"id\": 11, \"advertiser\": \"b\", \"name\": \"Two\", \"tier\": \"contract\", \"priority\": 5, \"status\": \"running\", {goals}", StringComparison.Ordinal);

    private static async Task<(int Delivered, int Reserved, string Verdict)> Goal(RunningService service)
    {
        using var admin = service.Admin();
        using var explained = JsonDocument.Parse(await admin.GetStringAsync("/api/v1/zones/5/explain"));
        var creative = explained.RootElement.GetProperty("creatives").EnumerateArray().Single(each => each.Text("creative") == "501");
        var goal = creative.GetProperty("goal");
        return (goal.GetProperty("delivered").GetInt32(), goal.GetProperty("reserved").GetInt32(), creative.Text("verdict"));
    }

    private static async Task Until(RunningService service, int reserved)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while ((await Goal(service)).Reserved is var now && now != reserved)
            Assert.False(bound.IsCancellationRequested, $"{now} stay reserved, not {reserved}");
    }
}
