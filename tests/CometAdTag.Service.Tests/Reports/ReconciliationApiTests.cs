using CometAdTag.Service.AdServer;
using CometAdTag.Service.Reports;
using CometAdTag.Service.Tests.AdServer;
using CometAdTag.Service.Tests.Ledger;

namespace CometAdTag.Service.Tests.Reports;

/// <summary>The ad server's own numbers by its XML-RPC API. A row reads: keys, counted, handed, refused, unconfirmed, waiting, ad server, difference.</summary>
public sealed class ReconciliationApiTests : IAsyncLifetime
{
    private const string Method = "ox.campaignHourlyStatistics", Day = "2026-11-22", NextDay = "2026-11-23";

    private readonly LedgerFixture files = StatisticsRig.NewFiles();
    private AdServerDouble revive = null!;
    private ReconciliationRig rig = null!;

    public async Task InitializeAsync()
    {
        revive = await AdServerDouble.StartAsync();
        revive.Campaigns.AddRange([ReviveRig.Campaign(7, 0, 1), ReviveRig.Campaign(8, 0, 1)]);
        rig = await ReconciliationRig.Over(files, "http://127.0.0.1:1/", options =>
        {
            options.Statistics.Way = StatisticsOptions.NoWay;
            options.Source = AdServerOptions.ReviveApiSource;
            options.ReviveApi = new() { Url = revive.Url, User = AdServerDouble.User, Password = AdServerDouble.Password };
        });
    }

    public async Task DisposeAsync()
    {
        await rig.DisposeAsync();
        await revive.DisposeAsync();
        await files.DisposeAsync();
    }

    [Fact]
    public async Task It_is_asked_for_each_campaign_that_was_shown_and_its_hours_are_in_UTC()
    {
        await Show();
        revive.Statistics.AddRange([Hour(7, 22, 12, 9, 3), Hour(7, 22, 11, 2, 0), Hour(7, 21, 12, 50, 0), Hour(8, 22, 12, 5, 0), Hour(9, 22, 12, 70, 7)]);
        var report = await rig.Report("2026-11-22T11:00Z", NextDay, ReportKey.Hour, ReportKey.Campaign);
        Assert.Equal(
            [
                "2026-11-22T11:00:00Z 7 0/0 0/0 0/0 0/0 0/0 2/0 -2/0", "2026-11-22T12:00:00Z 7 10/3 0/0 0/0 0/0 10/3 9/3 1/0",
                "2026-11-22T12:00:00Z 8 5/0 0/0 0/0 0/0 5/0 5/0 0/0",
            ], ReconciliationRig.Rows(report));
        Assert.Equal("""{"way":"revive-api","why":null}""", report["adServer"]!.ToJsonString());
        Assert.Equal(2, revive.Count(Method));
    }

    [Fact]
    public async Task Hours_are_compared_when_maintenance_has_had_the_time_to_take_them_in()
    {
        await Show(until: new(14, 14, 59));
        Assert.Empty(ReconciliationRig.Rows(await rig.Report(Day, NextDay, ReportKey.Campaign)));
        Assert.Equal(0, revive.Count(Method));
        files.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, ReconciliationRig.Rows(await rig.Report(Day, NextDay, ReportKey.Campaign)).Length);
    }

    [Fact]
    public async Task A_campaign_that_is_deleted_there_or_has_no_number_was_not_counted_there()
    {
        await Show();
        revive.Campaigns.RemoveAt(1);
        await rig.Show(1, campaign: "spring");
        files.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(
            ["7 10/3 0/0 0/0 0/0 10/3 0/0 10/3", "8 5/0 0/0 0/0 0/0 5/0 0/0 5/0", "spring 1/0 0/0 0/0 0/0 1/0 0/0 1/0"],
            ReconciliationRig.Rows(await rig.Report(Day, NextDay, ReportKey.Campaign)));
    }

    [Fact]
    public async Task A_session_that_is_over_is_begun_anew()
    {
        await Show();
        revive.Statistics.Add(Hour(7, 22, 12, 10, 3));
        await rig.Report(Day, NextDay, ReportKey.Campaign);
        revive.ExpireSessions();
        Assert.Equal("7 10/3 0/0 0/0 0/0 10/3 10/3 0/0", ReconciliationRig.Rows(await rig.Report(Day, NextDay, ReportKey.Campaign))[0]);
        Assert.Equal(2, revive.Count("ox.logon"));
    }

    [Fact]
    public async Task While_its_database_is_away_nothing_is_taken_for_numbers()
    {
        await Show();
        revive.DatabaseIsAway = true;
        var report = await rig.Report(Day, NextDay, ReportKey.Campaign);
        Assert.Equal(["7 10/3 0/0 0/0 0/0 10/3 - -", "8 5/0 0/0 0/0 0/0 5/0 - -"], ReconciliationRig.Rows(report));
        Assert.StartsWith("unusable: ox.logon", (string)report["adServer"]!["why"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(AdServerDouble.Password, report.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_without_its_hour_is_no_answer()
    {
        await Show();
        revive.Statistics.Add(Hour(7, 22, 12, 9, 3).Without("hour"));
        Assert.Contains("without a day and an hour", (string)(await rig.Report(Day, NextDay, ReportKey.Campaign))["adServer"]!["why"]!, StringComparison.Ordinal);
    }

    private async Task Show(TimeOnly? until = null)
    {
        await rig.Show(10, clicks: 3);
        await rig.Show(5, campaign: "8");
        files.Time.SetUtcNow(new(new(2026, 11, 22), until ?? new(14, 30), TimeSpan.Zero));
    }

    private static AdServerRow Hour(int campaign, int day, int hour, int impressions, int clicks) => new(
        ("campaignId", campaign), ("day", new DateTime(2026, 11, day)), ("hour", hour), ("requests", 0), ("impressions", impressions), ("clicks", clicks), ("revenue", 1.5));
}
