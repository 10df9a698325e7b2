using System.Net;
using System.Net.Sockets;
using System.Text;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Tests.Ledger;
using CometAdTag.Service.Tests.Telemetry;

namespace CometAdTag.Service.Tests.AdServer;

public sealed class StatisticsBeaconsTests : IAsyncLifetime
{
    private readonly LedgerFixture files = StatisticsRig.NewFiles();
    private StatisticsServer server = null!;
    private StatisticsRig rig = null!;

    public async Task InitializeAsync()
    {
        server = await StatisticsServer.StartAsync();
        server.Silent = () => files.Time.Advance(new PatienceOptions().Timeout);
        rig = await StatisticsRig.Over(files, server.Url, StatisticsOptions.BeaconsWay);
    }

    public async Task DisposeAsync()
    {
        await rig.DisposeAsync();
        await server.DisposeAsync();
        await files.DisposeAsync();
    }

    [Fact]
    public async Task Each_impression_and_each_click_is_one_request_and_not_too_many_at_once()
    {
        server.AnswersAt = StatisticsBeacons.AtOnce;
        await rig.Show(250, clicks: 20);
        await rig.Round.RunAsync(default).WaitAsync(Tests.Patience.Bound);
        Assert.Equal((250, 20, 270), (server.Impressions, server.Clicks, server.Requests));
        Assert.Equal(["ck.php?bannerid=5&zoneid=2", "lg.php?bannerid=5&campaignid=7&zoneid=2"], server.Beacons.Distinct().Order());
        Assert.Equal(new HandOverTotals(default, new(new(250, 20), default, default), 0), rig.Totals);
        Assert.Equal(StatisticsBeacons.AtOnce, server.MostAtOnce);
    }

    [Fact]
    public async Task What_waits_is_kept_while_the_ad_server_does_not_tell_its_campaigns()
    {
        rig.Snapshots.IsAdServerAway = true;
        await rig.Show(30, clicks: 2);
        await rig.Tell();
        Assert.Equal((0, new Delivered(30, 2)), (server.Requests, rig.Totals.Waiting));
        Assert.Contains("does not tell its campaigns", rig.Journal.LastError, StringComparison.Ordinal);
        rig.Snapshots.IsAdServerAway = false;
        await rig.TellAll();
        Assert.Equal((30, 2, null as string), (server.Impressions, server.Clicks, rig.Journal.LastError));
    }

    [Theory]
    [InlineData(StatisticsFault.Lost), InlineData(StatisticsFault.Cut), InlineData(StatisticsFault.Failed), InlineData(StatisticsFault.Html), InlineData(StatisticsFault.RateLimited)]
    public async Task What_is_not_answered_as_it_should_be_is_unconfirmed_and_never_sent_again(object fault)
    {
        server.Fault = n => n % 10 == 0 ? (StatisticsFault)fault : StatisticsFault.None;
        await rig.Show(100);
        await rig.TellAll();
        var (waiting, handed, _) = rig.Totals;
        Assert.Equal((default, 100, 100), (waiting, server.Requests, handed.Counted.Impressions + handed.Unconfirmed.Impressions));
        Assert.Equal(10, handed.Unconfirmed.Impressions);
        Assert.Equal((StatisticsFault)fault is StatisticsFault.Lost or StatisticsFault.Cut ? 100 : 90, server.Impressions);
        Assert.Contains("unconfirmed", rig.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ad_server_that_closes_connections_without_a_word_is_sent_each_beacon_once()
    {
        await rig.DisposeAsync();
        await using var closing = new ClosingServer();
        rig = await StatisticsRig.Over(files, closing.Url, StatisticsOptions.BeaconsWay);
        await rig.Show(30);
        await rig.TellAll();
        Assert.Equal((30, new HandedOver(new(30, 0), default, default)), (closing.Requests, rig.Totals.Handed));
    }

    [Fact]
    public async Task An_outage_leaves_few_unconfirmed_the_rest_waits_and_one_at_a_time_finds_out()
    {
        server.Fault = _ => StatisticsFault.Failed;
        await rig.Show(1000);
        await rig.Tell();
        var first = rig.Totals.Handed.Unconfirmed.Impressions;
        Assert.InRange(first, 1, StatisticsBeacons.AtOnce);
        files.Time.Advance(TimeSpan.FromMinutes(2));
        await rig.Tell();
        Assert.Equal(first + 1, rig.Totals.Handed.Unconfirmed.Impressions);

        server.Fault = _ => StatisticsFault.None;
        await rig.TellAll();
        Assert.Equal((1000 - first - 1, 1000), (server.Impressions, server.Requests));
    }

    [Fact]
    public async Task An_ad_server_that_cannot_be_reached_loses_nothing()
    {
        await rig.DisposeAsync();
        rig = await StatisticsRig.Over(files, Nobody(), StatisticsOptions.BeaconsWay);
        // One, so that the clock is never turned under another's attempt
        await rig.Show(1);
        await rig.Tell();
        Assert.Equal(new HandOverTotals(new(1, 0), default, 0), rig.Totals);
        Assert.NotNull(rig.Journal.LastError);
        await rig.Show(1, clicks: 1);

        await rig.DisposeAsync();
        rig = await StatisticsRig.Over(files, server.Url, StatisticsOptions.BeaconsWay);
        await rig.Round.RunAsync(default);
        Assert.Equal((2, 1), (server.Impressions, server.Clicks));
    }

    [Fact]
    public async Task However_short_the_patience_what_nobody_took_a_connection_for_waits()
    {
        await rig.DisposeAsync();
        rig = await StatisticsRig.Over(files, Nobody(), StatisticsOptions.BeaconsWay);
        rig.Options.Value.Patience.Total = TimeSpan.FromSeconds(1);
        // One, so that the clock is never turned under another's attempt
        await rig.Show(1);
        await rig.Tell();
        Assert.Equal(new HandOverTotals(new(1, 0), default, 0), rig.Totals);
    }

    [Fact]
    public async Task A_service_that_stops_while_nobody_can_be_reached_keeps_what_it_did_not_send()
    {
        await rig.DisposeAsync();
        rig = await StatisticsRig.Over(files, Nobody(), StatisticsOptions.BeaconsWay);
        await rig.Show(1);
        using var stop = new CancellationTokenSource();
        var round = rig.Round.RunAsync(stop.Token);
        await rig.Clock.WaitAsync();
        await stop.CancelAsync();
        await round.WaitAsync(Tests.Patience.Bound);
        Assert.Equal(new HandOverTotals(new(1, 0), default, 0), rig.Totals);
    }

    [Fact]
    public async Task A_page_of_words_in_answer_to_a_click_is_no_confirmation()
    {
        (server.AnswersAt, server.Fault) = (2, _ => StatisticsFault.Html);
        await rig.Show(1, clicks: 1);
        await rig.Tell();
        Assert.Equal(new HandedOver(default, default, new(1, 1)), rig.Totals.Handed);
    }

    [Fact]
    public async Task What_was_in_flight_when_the_process_was_killed_is_unconfirmed_and_the_rest_is_told()
    {
        await rig.Show(150, clicks: 1);
        await rig.HandOver.Next(new(StatisticsBeacons.Batch, StatisticsBeacons.Batch, MayRepeat: false), default);
        await using var killed = files.AsKilledNow();
        await using var restarted = await StatisticsRig.Over(killed, server.Url, StatisticsOptions.BeaconsWay);
        Assert.Equal(new HandOverTotals(new(50, 1), new(default, default, new(100, 0)), 0), restarted.Totals);
        Assert.Contains("comet_ad_server_statistics_total{kind=\"impressions\",outcome=\"unconfirmed\"} 100", await killed.Instruments.Lines());
        await restarted.Round.RunAsync(default);
        Assert.Equal((50, 1), (server.Impressions, server.Clicks));
    }

    [Fact]
    public async Task What_could_not_be_settled_is_settled_later_and_not_told_again()
    {
        await rig.Show(10);
        files.Do("CREATE TRIGGER broken BEFORE DELETE ON batches BEGIN SELECT RAISE(ABORT, 'broken for a test'); END");
        await rig.Round.RunAsync(default);
        Assert.Equal((10, new Delivered(10, 0)), (server.Impressions, rig.Totals.Waiting));
        files.Do("DROP TRIGGER broken");
        await rig.Round.RunAsync(default);
        Assert.Equal((10, new HandedOver(new(10, 0), default, default)), (server.Impressions, rig.Totals.Handed));
    }

    [Fact]
    public async Task Ids_that_are_no_numbers_are_refused_and_named_once()
    {
        await rig.Show(3, creative: "spring-sale");
        await rig.Show(2, zone: "header");
        await rig.Show(4);
        await rig.Round.RunAsync(default);
        Assert.Equal(new HandOverTotals(default, new(new(4, 0), new(5, 0), default), 0), rig.Totals);
        Assert.Equal(2, rig.Logs.Text.Split("zone 2 and creative spring-sale").Length);
        Assert.Equal(4, server.Requests);
    }

    [Fact]
    public async Task A_slow_ad_server_is_given_up_after_the_timeout_and_what_was_sent_is_unconfirmed()
    {
        server.Fault = _ => StatisticsFault.Silence;
        await rig.Show(1);
        await rig.Tell();
        Assert.Equal((1, new Delivered(1, 0)), (server.Requests, rig.Totals.Handed.Unconfirmed));
        Assert.Contains("timeout", rig.Journal.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_unacknowledged_batch_of_the_other_way_stays_until_the_intake_is_asked_again()
    {
        await rig.DisposeAsync();
        rig = await StatisticsRig.Over(files, server.Url);
        server.Fault = _ => StatisticsFault.Lost;
        await rig.Show(5);
        await rig.Tell();
        Assert.Equal(5, server.Impressions);
        await rig.DisposeAsync();

        server.Fault = _ => StatisticsFault.None;
        rig = await StatisticsRig.Over(files, server.Url, StatisticsOptions.BeaconsWay);
        await rig.Round.RunAsync(default);
        Assert.Equal((5, new Delivered(5, 0)), (server.Impressions, rig.Totals.Waiting));
        await rig.DisposeAsync();

        rig = await StatisticsRig.Over(files, server.Url);
        await rig.Tell();
        Assert.Equal((5, new HandedOver(new(5, 0), default, default)), (server.Impressions, rig.Totals.Handed));
    }

    /// <summary>The address of a port that nobody listens on.</summary>
    private static string Nobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}/www/delivery";
    }
}
