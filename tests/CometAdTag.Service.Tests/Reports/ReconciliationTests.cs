using CometAdTag.Service.Ledger;
using CometAdTag.Service.Reports;
using CometAdTag.Service.Tests.AdServer;
using CometAdTag.Service.Tests.Ledger;

namespace CometAdTag.Service.Tests.Reports;

/// <summary>The clock begins at 2026-11-22 12:00 UTC, and a row reads: keys, counted, handed, refused, unconfirmed, waiting, ad server, difference.</summary>
public sealed class ReconciliationTests : IAsyncLifetime
{
    private const string Day = "2026-11-22", NextDay = "2026-11-23";

    private readonly LedgerFixture files = StatisticsRig.NewFiles();
    private StatisticsServer server = null!;
    private ReconciliationRig rig = null!;

    public async Task InitializeAsync()
    {
        server = await StatisticsServer.StartAsync();
        server.CampaignOf = creative => creative == "80" ? "8" : "7";
        rig = await ReconciliationRig.Over(files, server.Url);
    }

    public async Task DisposeAsync()
    {
        await rig.DisposeAsync();
        await server.DisposeAsync();
        await files.DisposeAsync();
    }

    [Fact]
    public async Task What_was_counted_handed_over_and_counted_there_is_told_by_hour_and_campaign()
    {
        await ShowTwoHours();
        var report = await rig.Report(Day, NextDay, ReportKey.Hour, ReportKey.Campaign);
        Assert.Equal(
            [
                "2026-11-22T12:00:00Z 7 10/3 10/3 0/0 0/0 0/0 10/3 0/0",
                "2026-11-22T12:00:00Z 8 5/0 5/0 0/0 0/0 0/0 5/0 0/0",
                "2026-11-22T13:00:00Z 7 4/1 4/1 0/0 0/0 0/0 4/1 0/0",
            ], ReconciliationRig.Rows(report));
        Assert.Equal("""{"way":"intake","why":null}""", report["adServer"]!.ToJsonString());
        Assert.Equal(["7 14/4 14/4 0/0 0/0 0/0 14/4 0/0", "8 5/0 5/0 0/0 0/0 0/0 5/0 0/0"], ReconciliationRig.Rows(await rig.Report(Day, NextDay, ReportKey.Campaign)));
        Assert.Equal(["2026-11-22 19/4 19/4 0/0 0/0 0/0 19/4 0/0"], ReconciliationRig.Rows(await rig.Report(Day, NextDay, ReportKey.Day)));
    }

    [Fact]
    public async Task What_the_ad_server_lost_and_what_it_counted_by_itself_is_the_difference()
    {
        await ShowTwoHours();
        server.Count("2026-11-22T12:00:00Z", "7", -2, -1);
        server.Count("2026-11-22T12:00:00Z", "8", 100, 7);
        // Of a campaign that was never shown here
        server.Count("2026-11-22T12:00:00Z", "9", 1000, 70);
        Assert.Equal(
            ["7 14/4 14/4 0/0 0/0 0/0 12/3 2/1", "8 5/0 5/0 0/0 0/0 0/0 105/7 -100/-7"],
            ReconciliationRig.Rows(await rig.Report(Day, NextDay, ReportKey.Campaign)));
    }

    [Fact]
    public async Task What_is_refused_waits_or_is_set_aside_explains_the_difference()
    {
        server.Unknown.Add("71");
        await rig.Show(10, clicks: 1);
        await rig.Show(3, clicks: 2, creative: "71");
        await rig.Show(4, clicks: 1, creative: "no-number");
        await rig.Told.TellAll();
        await rig.Show(20, campaign: "8", creative: "80");
        server.Fault = _ => StatisticsFault.Refused;
        await rig.Told.Tell();
        server.Fault = _ => StatisticsFault.WrongKey;
        await rig.Show(5, clicks: 1);
        await rig.Told.Tell();
        files.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(
            ["7 22/5 10/1 7/3 0/0 5/1 10/1 12/4", "8 20/0 0/0 20/0 0/0 0/0 0/0 20/0"],
            ReconciliationRig.Rows(await rig.Report(Day, NextDay, ReportKey.Campaign)));
    }

    [Fact]
    public async Task What_beacons_do_not_know_the_end_of_is_unconfirmed()
    {
        await rig.Show(7);
        var batch = (await rig.Told.HandOver.Next(new(100, 5, MayRepeat: false), default))!;
        await rig.Told.HandOver.Settle(batch, [new(batch.Rows[0].Key, new(new(3, 0), default, new(2, 0)))], []);
        files.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(["7 7/0 3/0 0/0 2/0 2/0 0/0 7/0"], ReconciliationRig.Rows(await rig.Report(Day, NextDay, ReportKey.Campaign)));
    }

    [Fact]
    public async Task What_the_ad_server_counts_in_a_later_hour_is_a_difference_of_both_and_of_none_together()
    {
        server.HourOf = _ => "2026-11-22T13:00:00Z";
        await rig.Show(6);
        await rig.Told.TellAll();
        files.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(
            ["2026-11-22T12:00:00Z 6/0 6/0 0/0 0/0 0/0 0/0 6/0", "2026-11-22T13:00:00Z 0/0 0/0 0/0 0/0 0/0 6/0 -6/0"],
            ReconciliationRig.Rows(await rig.Report(Day, NextDay, ReportKey.Hour)));
        Assert.Equal(["2026-11-22 6/0 6/0 0/0 0/0 0/0 6/0 0/0"], ReconciliationRig.Rows(await rig.Report(Day, NextDay, ReportKey.Day)));
    }

    [Fact]
    public async Task Only_whole_hours_that_can_be_compared_are_in_it_and_the_answer_says_which()
    {
        await rig.Show(1);
        await rig.Told.TellAll();
        files.Time.SetUtcNow(new(2026, 11, 22, 13, 14, 59, TimeSpan.Zero));
        var early = await rig.Report("2026-11-22T12:20Z", "2026-11-22T13:10Z", ReportKey.Hour);
        Assert.Empty(ReconciliationRig.Rows(early));
        Assert.Equal(("2026-11-22T12:00:00Z", "2026-11-22T12:00:00Z"), ((string)early["from"]!, (string)early["to"]!));
        files.Time.Advance(TimeSpan.FromSeconds(1));
        var report = await rig.Report("2026-11-22T12:20Z", "2026-11-22T13:10Z", ReportKey.Hour);
        Assert.Equal(["2026-11-22T12:00:00Z 1/0 1/0 0/0 0/0 0/0 1/0 0/0"], ReconciliationRig.Rows(report));
        Assert.Equal(("2026-11-22T12:00:00Z", "2026-11-22T13:00:00Z"), ((string)report["from"]!, (string)report["to"]!));
        Assert.Equal(["2026-11-22T12:00:00Z 2026-11-22T13:00:00Z"], server.Asked.ToArray());
    }

    [Theory]
    [InlineData("Asia/Kathmandu", "2026-11-22T17:45:00+05:45", "2026-11-22")]
    [InlineData("Pacific/Auckland", "2026-11-23T01:00:00+13:00", "2026-11-23")]
    [InlineData("Europe/Paris", "2026-11-22T13:00:00+01:00", "2026-11-22")]
    public async Task Hours_are_those_of_UTC_with_the_time_that_it_is_there_and_belong_to_the_day_in_which_they_begin(string zone, string hour, string day)
    {
        await rig.Show(1);
        await rig.Told.TellAll();
        files.Time.Advance(TimeSpan.FromHours(2));
        var query = ReconciliationRig.Query(Day, NextDay, ReportKey.Hour, ReportKey.Day) with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
        Assert.Equal([$"{hour} {day} 1/0 1/0 0/0 0/0 0/0 1/0 0/0"], ReconciliationRig.Rows(await rig.Report(query)));
    }

    [Fact]
    public async Task It_says_the_same_when_days_are_rolled_up_and_their_files_are_deleted()
    {
        server.Unknown.Add("71");
        await rig.Show(3, clicks: 1, creative: "71");
        await ShowTwoHours();
        async Task<string> Said() => (await rig.Report(Day, "2026-11-24", ReportKey.Hour, ReportKey.Campaign))["rows"]!.ToJsonString();
        var before = await Said();
        Assert.Contains("\"refused\":{\"impressions\":3,\"clicks\":1}", before, StringComparison.Ordinal);

        files.Time.Advance(TimeSpan.FromDays(3));
        await files.Keep(rig.Told.Ledger);
        Assert.Equal(["ledger-2026-11-22.db", "rollup-2026-11.db"], files.Files());
        Assert.Equal(before, await Said());
        files.Time.Advance(TimeSpan.FromDays(10));
        await files.Keep(rig.Told.Ledger);
        Assert.Equal(["rollup-2026-11.db"], files.Files());
        Assert.Equal(before, await Said());
    }

    [Fact]
    public async Task Rollups_of_an_older_version_have_what_was_counted_and_from_then_on_what_was_handed_over()
    {
        await ShowTwoHours();
        files.Time.Advance(TimeSpan.FromDays(3));
        await files.Keep(rig.Told.Ledger);
        await rig.DisposeAsync();
        files.ForgetFates("rollup-2026-11.db", "quarters", "days");
        using (var rollups = files.ConnectTo("rollup-2026-11.db"))
        {
            foreach (var table in (string[])["handed", "holdout"]) Statement.Once(rollups, $"DROP TABLE {table}");
            Statement.Once(rollups, "PRAGMA user_version = 1");
        }
        rig = await ReconciliationRig.Over(files, server.Url);
        const string All = "2026-11-22 19/4 19/4 0/0 0/0 0/0 19/4 0/0";
        Assert.Equal([All], ReconciliationRig.Rows(await rig.Report(Day, NextDay, ReportKey.Day)));
        files.Time.Advance(TimeSpan.FromDays(10));
        await files.Keep(rig.Told.Ledger);
        Assert.Equal((RollupSchema.Version, 3), (files.AskRollups("PRAGMA user_version"), files.AskRollups("SELECT count(*) FROM handed")));
        Assert.Equal([All], ReconciliationRig.Rows(await rig.Report(Day, NextDay, ReportKey.Day)));
    }

    [Fact]
    public async Task The_metrics_have_the_last_24_hours_that_are_complete_and_keep_them_while_it_does_not_tell()
    {
        await ShowTwoHours(until: new(13, 30));
        server.Count("2026-11-22T13:00:00Z", "7", -1, 0);
        await Watched(told: true);
        const string Difference = "comet_reconciliation_difference{";
        Assert.Equal(
            ["campaign=\"7\",kind=\"clicks\"} 0", "campaign=\"7\",kind=\"impressions\"} 0", "campaign=\"8\",kind=\"clicks\"} 0", "campaign=\"8\",kind=\"impressions\"} 0"],
            (await rig.Metrics(Difference)).Select(line => line[Difference.Length..]));
        var at = files.Time.GetUtcNow().ToUnixTimeSeconds();
        files.Time.Advance(TimeSpan.FromHours(1));
        server.Tells = (503, "");
        await Watched(told: false);
        Assert.Equal([$"comet_reconciliation_timestamp_seconds {at}"], await rig.Metrics("comet_reconciliation_timestamp_seconds"));
        Assert.Contains("cannot be compared with those of the ledger: http_5xx", rig.Told.Logs.Text, StringComparison.Ordinal);

        server.Tells = null;
        files.Time.Advance(TimeSpan.FromHours(1));
        await Watched(told: true);
        Assert.Contains(Difference + "campaign=\"7\",kind=\"impressions\"} 1", await rig.Metrics(Difference));
        Assert.Contains("comet_reconciliation_counted{campaign=\"7\",kind=\"impressions\"} 14", await rig.Metrics("comet_reconciliation_counted"));
        Assert.Contains("compared with those of the ledger again", rig.Told.Logs.Text, StringComparison.Ordinal);
        files.Time.Advance(TimeSpan.FromDays(1));
        await Watched(told: true);
        Assert.Empty(await rig.Metrics(Difference));
    }

    [Theory]
    [InlineData(404, "refused: its intake cannot tell what it counted (404)"), InlineData(405, "(405)"), InlineData(501, "(501)")]
    [InlineData(500, "http_5xx: it answered 500"), InlineData(401, "http_4xx: it answered 401")]
    public async Task Where_the_ad_server_does_not_tell_the_rest_is_there_and_why(int status, string why)
    {
        await ShowTwoHours();
        server.Tells = (status, "{}");
        var report = await rig.Report(Day, NextDay, ReportKey.Campaign);
        Assert.Equal(["7 14/4 14/4 0/0 0/0 0/0 - -", "8 5/0 5/0 0/0 0/0 0/0 - -"], ReconciliationRig.Rows(report));
        Assert.Contains(why, (string)report["adServer"]!["why"]!, StringComparison.Ordinal);
        Assert.Equal(status == 500 ? 5 : 1, server.Asked.Count);
    }

    [Fact]
    public async Task What_it_told_before_it_failed_is_not_taken_for_all_of_it()
    {
        await rig.Show(1);
        await rig.Told.TellAll();
        server.Count("2026-11-21T12:00:00Z", "7", 5, 0);
        files.Time.Advance(TimeSpan.FromDays(1));
        server.TellsFrom = (2, (403, ""));
        Assert.Equal(["2026-11-22T12:00:00Z 1/0 1/0 0/0 0/0 0/0 - -"], ReconciliationRig.Rows(await rig.Report("2026-11-21", "2026-11-23", ReportKey.Hour)));
        server.TellsFrom = null;
        Assert.Equal(
            ["2026-11-21T12:00:00Z 0/0 0/0 0/0 0/0 0/0 5/0 -5/0", "2026-11-22T12:00:00Z 1/0 1/0 0/0 0/0 0/0 1/0 0/0"],
            ReconciliationRig.Rows(await rig.Report("2026-11-21", "2026-11-23", ReportKey.Hour)));
    }

    [Fact]
    public async Task An_hour_in_which_everything_moves_is_in_it_once()
    {
        await rig.Show(40);
        files.Time.Advance(TimeSpan.FromHours(2));
        var taken = (await rig.Told.HandOver.Next(new(100, 10, MayRepeat: false), default))!;
        var settling = Task.Run(async () =>
        {
            for (var batch = taken; batch is not null; batch = await rig.Told.HandOver.Next(new(100, 1, MayRepeat: false), default))
                await rig.Told.HandOver.Settle(batch, LedgerFixture.AllCounted(batch), []);
        });
        do
        {
            var row = (await rig.Report(Day, NextDay, ReportKey.Campaign))["rows"]![0]!;
            Assert.Equal(40, (int)row["handed"]!["impressions"]! + (int)row["waiting"]!["impressions"]!);
        }
        while (!settling.IsCompleted);
        await settling;
    }

    [Theory]
    [InlineData("<html>"), InlineData("{}"), InlineData("""{"version":2,"rows":[]}"""), InlineData("""{"version":1,"rows":[null]}"""), InlineData("[]")]
    [InlineData("""{"version":1,"rows":[{"hour":"2026-11-22T12:30:00Z","campaign":"7","impressions":1,"clicks":0}]}""")]
    [InlineData("""{"version":1,"rows":[{"hour":"2026-11-29T12:00:00Z","campaign":"7","impressions":1,"clicks":0}]}""")]
    [InlineData("""{"version":1,"rows":[{"hour":"2026-11-22T12:00:00Z","campaign":7,"impressions":1,"clicks":0}]}""")]
    [InlineData("""{"version":1,"rows":[{"hour":"2026-11-22T12:00:00Z","campaign":"7","impressions":-1,"clicks":0}]}""")]
    [InlineData("""{"version":1,"rows":[{"hour":"2026-11-22T12:00:00Z","campaign":"7","impressions":1}]}""")]
    public async Task An_answer_that_is_none_is_not_taken_for_numbers(string body)
    {
        await ShowTwoHours();
        server.Tells = (200, body);
        var report = await rig.Report(Day, NextDay, ReportKey.Campaign);
        Assert.EndsWith(" - -", ReconciliationRig.Rows(report)[0], StringComparison.Ordinal);
        Assert.StartsWith("unusable: ", (string)report["adServer"]!["why"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weeks_are_asked_for_a_day_at_a_time()
    {
        await rig.Show(1);
        await rig.Told.TellAll();
        files.Time.Advance(TimeSpan.FromDays(10));
        Assert.Equal(["7 1/0 1/0 0/0 0/0 0/0 1/0 0/0"], ReconciliationRig.Rows(await rig.Report("2026-11-01T05:00Z", "2026-12-01", ReportKey.Campaign)));
        Assert.Equal(30, server.Asked.Count);
        Assert.Equal("2026-11-01T05:00:00Z 2026-11-02T05:00:00Z", server.Asked.First());
        Assert.Equal("2026-11-30T05:00:00Z 2026-12-01T00:00:00Z", server.Asked.Last());
    }

    [Fact]
    public async Task An_ad_server_that_cannot_tell_its_numbers_still_gets_those_that_wait()
    {
        await rig.Show(1);
        server.Tells = (500, "");
        files.Time.Advance(TimeSpan.FromHours(2));
        for (var i = 0; i < 5; i++) await rig.Report(Day, NextDay, ReportKey.Campaign);
        Assert.Contains("circuit_open", (string)(await rig.Report(Day, NextDay, ReportKey.Campaign))["adServer"]!["why"]!, StringComparison.Ordinal);
        await rig.Told.Tell();
        Assert.Equal(1, server.Impressions);
    }

    [Fact]
    public async Task Where_nothing_can_tell_it_says_so_and_every_hour_is_in_it()
    {
        await using var other = StatisticsRig.NewFiles();
        await using var alone = await ReconciliationRig.Over(other, server.Url, options => options.Statistics.Way = "beacons");
        await alone.Show(2);
        var report = await alone.Report(Day, NextDay, ReportKey.Campaign);
        Assert.Equal(["7 2/0 0/0 0/0 0/0 2/0 - -"], ReconciliationRig.Rows(report));
        Assert.Equal("neither AdServer:Statistics:Way intake nor AdServer:Source revive-api is set, and nothing else can ask the ad server", (string)report["adServer"]!["why"]!);
        Assert.False(await alone.Watch.Once(default));
        Assert.Null(report["adServer"]!["way"]);
    }

    [Fact]
    public async Task A_report_of_too_many_rows_is_refused()
    {
        await ShowTwoHours();
        var reader = new ReconciliationReader(rig.Told.Ledger, new(null!, null!, new(rig.Told.Options, Microsoft.Extensions.Logging.Abstractions.NullLogger<CometAdTag.Service.AdServer.SourceAtStart>.Instance), new(new()), files.Time, files.Instruments), files.Time) { MostRows = 2 };
        var refused = await Assert.ThrowsAsync<ReportTooLargeException>(() => reader.Read(ReconciliationRig.Query(Day, NextDay, ReportKey.Campaign), default));
        Assert.Contains("more than 2 rows", refused.Message, StringComparison.Ordinal);
    }

    private async Task Watched(bool told) => Assert.Equal(told, await rig.Told.Clock.TurnUntilAsync(rig.Watch.Once(default)).WaitAsync(Tests.Patience.Bound));

    /// <summary>In the first hour 10 of campaign 7 with 3 clicks and 5 of campaign 8, in the next 4 with a click; all of it told, and both over.</summary>
    private async Task ShowTwoHours(TimeOnly? until = null)
    {
        await rig.Show(10, clicks: 3);
        await rig.Show(5, campaign: "8", creative: "80");
        await rig.Told.TellAll();
        files.Time.SetUtcNow(new(2026, 11, 22, 13, 0, 0, TimeSpan.Zero));
        await rig.Show(4, clicks: 1);
        await rig.Told.TellAll();
        files.Time.SetUtcNow(new(new(2026, 11, 22), until ?? new(15, 30), TimeSpan.Zero));
    }
}
