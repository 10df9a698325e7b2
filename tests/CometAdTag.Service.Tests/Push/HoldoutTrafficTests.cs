using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CometAdTag.Rotation.Holdout;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Tests.Pages;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Tests.Push;

/// <summary>The sums of a holdout are those of the ledger's receipts, each impression in the group of its page, over all transports and a restart.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Made-up visits, made the same way each time")]
public sealed class HoldoutTrafficTests
{
    private const double Part = 0.3;
    private const int Pages = 60;
    private const long Price = 2_500;

    private readonly Random chance = new(6);
    private readonly Dictionary<string, PageGroup> groups = [];
    private readonly List<(string Impression, PageGroup Group)> pushed = [];
    private readonly List<TestPage> open = [];

    [Fact]
    public async Task Each_groups_sums_are_those_of_its_pages_receipts()
    {
        var data = TempFolder.Shared();
        var feed = Path.Combine(data, "priced.json");
        await File.WriteAllTextAsync(feed, TestFeed.Json.Replace("\"weight\": 1, \"status\": \"running\" },\n    { \"id\": 11", "\"weight\": 1, \"ecpm\": 2.5, \"status\": \"running\" },\n    { \"id\": 11", StringComparison.Ordinal));
        var clock = DateTimeOffset.MinValue;
        for (var run = 0; run < 2; run++)
        {
            await using var service = RunningService.Start(data, ("Refresh:Holdout", "0.3"), ("AdServer:Feed:Location", feed));
            if (run > 0) service.Clock.SetUtcNow(clock);
            await ComeBack(service);
            for (var visit = 0; visit < Pages / 2; visit++) await Visit(service);
            clock = service.Clock.GetUtcNow();
        }
        foreach (var page in open) await page.DisposeAsync();

        Compare(Path.Combine(data, "data", "ledger", "ledger-2026-11-22.db"));
    }

    /// <summary>A page opens, shows some creatives for some time, reports some things twice, and may stay open.</summary>
    private async Task Visit(RunningService service)
    {
        var transport = TestPage.Transports[chance.Next(TestPage.Transports.Length)];
        var page = await TestPage.Open(service, transport, "a:1", "b:2");
        await page.Next("ready");
        groups[page.Id!] = PageGroup.Of(page.Id!, Part);
        foreach (var slot in (string[])["a", "b"]) await Show(service, page, await page.Ad(slot));
        service.Clock.Advance(TimeSpan.FromSeconds(31));
        await page.Event();
        await ShowAll(service, page);
        if (chance.Next(3) > 0)
        {
            foreach (var ad in Ads(page)) Push(page, ad);
            page = await Move(service, page);
        }
        // Nothing is pushed to a hidden page, so from now on all that was pushed to it is known
        await page.View(visible: false);
        foreach (var ad in Ads(page)) Push(page, ad);
        if (chance.Next(3) == 0) open.Add(page);
        else await page.DisposeAsync();
    }

    private static IEnumerable<JsonElement> Ads(TestPage page) => page.TakeAll().Where(frame => frame.Text("type") == "ad");

    private async Task<TestPage> Move(RunningService service, TestPage page)
    {
        var again = await page.Again(service, TestPage.Transports[chance.Next(TestPage.Transports.Length)]);
        await again.Heard();
        foreach (var ad in Ads(again)) Push(again, ad);
        return again;
    }

    /// <summary>Those that were open when the service ended show what they showed, and go on.</summary>
    private async Task ComeBack(RunningService service)
    {
        for (var at = 0; at < open.Count; at++)
        {
            open[at] = await Move(service, open[at]);
            await open[at].View(visible: true);
            await open[at].Event();
            await ShowAll(service, open[at]);
            await open[at].View(visible: false);
            foreach (var ad in Ads(open[at])) Push(open[at], ad);
        }
    }

    private async Task ShowAll(RunningService service, TestPage page)
    {
        await page.Heard();
        foreach (var ad in Ads(page)) await Show(service, page, ad);
    }

    private async Task Show(RunningService service, TestPage page, JsonElement ad)
    {
        Push(page, ad);
        var time = 0;
        foreach (var stage in (string[])["rendered", "viewable", "ended", "rendered", "ended"])
        {
            if (chance.Next(4) == 0) continue;
            service.Clock.Advance(TimeSpan.FromMilliseconds(1100));
            await page.Report(ad, stage, stage == "ended" ? time += 700 : 0);
        }
        if (chance.Next(3) > 0) return;
        using var viewer = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = service.Address }.As(RunningService.UserAgent);
        for (var click = 0; click < 2; click++) using (await viewer.GetAsync($"/comet/v1/click/{ad.Text("token")}")) { }
    }

    private void Push(TestPage page, JsonElement ad) => pushed.Add((ad.Text("id"), groups[page.Id!]));

    private void Compare(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        var kept = Statement.Many(connection, """
            SELECT arm, "group", sum(pages), sum(served), sum(rendered), sum(viewable), sum(clicks), sum(shown), sum(earned) FROM holdout WHERE website = '1' GROUP BY 1, 2
            """, row => (PageGroup.Of((Arm)row.GetInt32(0), row.GetInt32(1)), string.Join(' ', Enumerable.Range(2, 7).Select(row.GetInt64)))).ToDictionary();
        var rows = Statement.Many(connection, "SELECT id, stage, shown, s.campaign FROM receipts JOIN series s USING (series)", row => (
            Id: ImpressionId.Read((byte[])row.GetValue(0)).ToString(), Stage: (Stage)row.GetInt32(1), Shown: row.GetInt64(2), Campaign: row.GetString(3)));
        var of = pushed.Distinct().ToDictionary(each => each.Impression, each => each.Group);
        var expected = groups.Values.Distinct().ToDictionary(group => group, group =>
        {
            var its = rows.Where(row => of[row.Id] == group).ToList();
            long Count(Stage stage) => its.Count(row => row.Stage == stage);
            return string.Join(
                ' ', groups.Values.Count(each => each == group), of.Values.Count(each => each == group), Count(Stage.Rendered), Count(Stage.Viewable), Count(Stage.Clicked),
                its.Where(row => row.Stage == Stage.Ended).Sum(row => row.Shown), its.Count(row => row is { Stage: Stage.Rendered, Campaign: "10" }) * Price);
        });
        Assert.Equal(2, groups.Values.Select(group => group.Arm).Distinct().Count());
        Assert.Equal(expected.OrderBy(each => each.Key.Code), kept.OrderBy(each => each.Key.Code));
        Assert.Contains(rows, row => row.Stage == Stage.Clicked);
        Assert.NotEqual(0L, Statement.Once(connection, "SELECT sum(earned) FROM holdout"));
        Assert.True(of.Count > (2 * Pages) + 20, $"only {of.Count} were pushed");
        Assert.Equal(0L, Statement.Once(connection, "SELECT count(*) FROM holdout WHERE website <> '1'"));
        Assert.Equal(Statement.Once(connection, "SELECT sum(served) FROM counts"), Statement.Once(connection, "SELECT sum(served) FROM holdout"));
    }
}
