using System.Text.Json.Nodes;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Tests.Ledger;

namespace CometAdTag.Service.Tests.AdServer;

public sealed class StatisticsIntakeTests : IAsyncLifetime
{
    private readonly LedgerFixture files = StatisticsRig.NewFiles();
    private StatisticsServer server = null!;
    private StatisticsRig rig = null!;

    public async Task InitializeAsync()
    {
        server = await StatisticsServer.StartAsync();
        server.Silent = () => files.Time.Advance(new PatienceOptions().Timeout);
        rig = await StatisticsRig.Over(files, server.Url);
    }

    public async Task DisposeAsync()
    {
        await rig.DisposeAsync();
        await server.DisposeAsync();
        await files.DisposeAsync();
    }

    [Fact]
    public async Task Impressions_and_clicks_are_handed_over_by_hour_zone_and_creative()
    {
        await rig.Show(12, clicks: 1);
        await rig.Show(3, zone: "3");
        await rig.Tell();
        var body = JsonNode.Parse(Assert.Single(server.Bodies))!;
        Assert.Equal(
            """[{"hour":"2026-11-22T12:00:00Z","zone":"2","creative":"5","impressions":12,"clicks":1},{"hour":"2026-11-22T12:00:00Z","zone":"3","creative":"5","impressions":3,"clicks":0}]""",
            body["rows"]!.ToJsonString());
        Assert.Matches("^[A-Za-z0-9_-]{1,64}$", (string)body["batch"]!);
        Assert.Equal(new HandOverTotals(default, new(new(15, 1), default, default), 0), rig.Totals);
        Assert.Equal(files.Time.GetUtcNow(), rig.Journal.LastSuccess);
    }

    [Fact]
    public async Task Only_what_is_new_in_the_ledger_is_handed_over_and_the_rendered_row_that_another_receipt_implies_is()
    {
        var (seen, ended) = (files.Impression("2", creative: "5"), files.Impression("2", creative: "5"));
        await rig.Ledger.Append([files.Row(seen, Stage.Viewable), files.Row(seen, Stage.Rendered), files.Row(seen, Stage.Viewable)], default);
        await rig.Ledger.Append([files.Row(ended, Stage.Ended, shown: 5), files.Row(ended, Stage.Clicked), files.Row(ended, Stage.Clicked), files.Row(seen, Stage.Error)], default);
        Assert.Equal(new Delivered(2, 1), rig.Totals.Waiting);
        await rig.Tell();
        Assert.Equal((2, 1), (server.Impressions, server.Clicks));
    }

    [Fact]
    public async Task A_thousand_impressions_of_which_every_third_answer_is_lost_are_counted_a_thousand_times()
    {
        server.Fault = n => n % 3 == 0 ? (n % 2 == 0 ? StatisticsFault.Lost : StatisticsFault.Cut) : StatisticsFault.None;
        for (var i = 0; i < 100; i++)
        {
            await rig.Show(10, clicks: i % 5 == 0 ? 1 : 0, creative: $"{1 + (i % 7)}");
            await rig.Tell();
        }
        await rig.TellAll();
        Assert.Equal((1000, 20), (server.Impressions, server.Clicks));
        Assert.Equal(new HandOverTotals(default, new(new(1000, 20), default, default), 0), rig.Totals);
        Assert.True(server.Requests > 130, $"only {server.Requests} requests, so answers were not lost");
    }

    [Theory]
    [InlineData(StatisticsFault.Lost), InlineData(StatisticsFault.Cut), InlineData(StatisticsFault.Silence), InlineData(StatisticsFault.Failed)]
    [InlineData(StatisticsFault.Html), InlineData(StatisticsFault.Lie), InlineData(StatisticsFault.RateLimited), InlineData(StatisticsFault.WrongKey)]
    public async Task A_batch_that_is_not_acknowledged_is_kept_and_sent_again_with_the_same_bytes(object fault)
    {
        await rig.Show(10);
        server.Fault = _ => (StatisticsFault)fault;
        await rig.Tell();
        Assert.Equal(new(10, 0), rig.Totals.Waiting);
        Assert.Null(rig.Journal.LastSuccess);
        Assert.NotNull(rig.Journal.LastError);
        await rig.Show(5);

        server.Fault = _ => StatisticsFault.None;
        await rig.TellAll();
        Assert.Equal((15, new HandedOver(new(15, 0), default, default)), (server.Impressions, rig.Totals.Handed));
        Assert.Equal(2, server.Bodies.Distinct().Count());
        Assert.Null(rig.Journal.LastError);
    }

    [Fact]
    public async Task An_ad_server_that_asks_to_be_left_alone_is()
    {
        server.Fault = _ => StatisticsFault.RateLimited;
        await rig.Show(1);
        Assert.Equal((TimeSpan.FromSeconds(300), 1), (await rig.Tell(), server.Requests));
    }

    [Fact]
    public async Task A_wrong_key_loses_nothing_and_the_log_says_what_the_plugin_says()
    {
        server.Fault = _ => StatisticsFault.WrongKey;
        await rig.Show(3);
        await rig.Tell();
        await rig.Tell();
        Assert.Equal("http_4xx: it answered 401: the signature is wrong", rig.Journal.LastError);
        Assert.Equal(2, rig.Logs.Text.Split("the signature is wrong").Length);
        Assert.DoesNotContain(StatisticsServer.Key, rig.Logs.Text, StringComparison.Ordinal);
        Assert.Equal(new(3, 0), rig.Totals.Waiting);
    }

    [Fact]
    public async Task A_key_that_is_not_the_plugins_is_refused_by_the_signature()
    {
        await rig.DisposeAsync();
        rig = await StatisticsRig.Over(files, server.Url, key: "another-key-of-enough-characters");
        await rig.Show(3);
        await rig.Tell();
        Assert.Equal((new Delivered(3, 0), 0), (rig.Totals.Waiting, server.Impressions));
    }

    [Fact]
    public async Task A_batch_that_is_refused_whole_is_set_aside_and_does_not_hold_up_the_next()
    {
        server.Fault = n => n == 1 ? StatisticsFault.Refused : StatisticsFault.None;
        await rig.Show(4);
        await rig.Tell();
        Assert.Equal(new HandOverTotals(default, new(default, new(4, 0), default), 1), rig.Totals);
        Assert.Contains("refused statistics batch", rig.Logs.Text, StringComparison.Ordinal);
        Assert.Contains("rows[0].hour is no hour", rig.Logs.Text, StringComparison.Ordinal);
        await rig.Show(6);
        await rig.Tell();
        Assert.Equal((6, 2), (server.Impressions, server.Requests));
        Assert.Equal(4, files.Ask("SELECT impressions FROM due JOIN batches USING (batch) WHERE kind = 2"));

        await rig.DisposeAsync();
        rig = await StatisticsRig.Over(files, server.Url);
        Assert.Equal(new HandOverTotals(default, new(new(6, 0), new(4, 0), default), 1), rig.Totals);
        await rig.Tell();
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task A_batch_that_a_proxy_refuses_waits_until_that_is_mended()
    {
        server.Fault = n => n == 1 ? StatisticsFault.Proxy : StatisticsFault.None;
        await rig.Show(4);
        await rig.Tell();
        Assert.Equal(new HandOverTotals(new(4, 0), default, 0), rig.Totals);
        Assert.Contains("413", rig.Journal.LastError, StringComparison.Ordinal);
        await rig.Tell();
        Assert.Equal((4, new HandOverTotals(default, new(new(4, 0), default, default), 0)), (server.Impressions, rig.Totals));
    }

    [Fact]
    public async Task Rows_that_the_ad_server_does_not_know_are_refused_once_and_named_once_and_the_rest_is_counted()
    {
        server.Unknown.Add("99");
        for (var i = 0; i < 2; i++)
        {
            await rig.Show(3, clicks: 1, creative: "99");
            await rig.Show(2);
            await rig.Tell();
        }
        Assert.Equal(new HandOverTotals(default, new(new(4, 0), new(6, 2), default), 0), rig.Totals);
        Assert.Equal(4, server.Impressions);
        Assert.Equal(2, rig.Logs.Text.Split("zone 2 and creative 99: unknown_creative").Length);
    }

    [Fact]
    public async Task Ids_that_are_no_numbers_are_refused_here_since_they_would_spoil_a_whole_batch()
    {
        await rig.Show(3, creative: "an-id-that-is-longer-than-any-of-the-ad-server");
        await rig.Tell();
        Assert.Equal((0, new HandedOver(default, new(3, 0), default)), (server.Requests, rig.Totals.Handed));
        await rig.Show(2, zone: "header");
        await rig.Show(4);
        await rig.Tell();
        Assert.Equal(new HandOverTotals(default, new(new(4, 0), new(5, 0), default), 0), rig.Totals);
        Assert.DoesNotContain("header", Assert.Single(server.Bodies), StringComparison.Ordinal);
        Assert.Contains("zone header and creative 5: its ids are no numbers", rig.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_rows_than_a_batch_may_have_become_several()
    {
        var rows = Enumerable.Range(0, StatisticsIntake.MaxRows + 10).Select(i => files.Row(files.Impression("2", creative: $"{1 + i}"), Stage.Rendered)).ToArray();
        await rig.Ledger.Append(rows, default);
        await rig.Tell();
        Assert.Equal((2, rows.Length), (server.Bodies.Count, server.Impressions));
        Assert.All(server.Bodies, body => Assert.InRange(body.Length, 1, 1_000_000));
    }

    [Fact]
    public async Task A_kill_between_commit_and_sending_loses_nothing()
    {
        await rig.Show(10, clicks: 2);
        await using var killed = files.AsKilledNow();
        await using var restarted = await StatisticsRig.Over(killed, server.Url);
        Assert.Equal(new(10, 2), restarted.Totals.Waiting);
        await restarted.Tell();
        Assert.Equal((10, 2), (server.Impressions, server.Clicks));
    }

    [Fact]
    public async Task A_kill_between_sending_and_acknowledgement_doubles_nothing()
    {
        server.Fault = _ => StatisticsFault.Lost;
        await rig.Show(10);
        await rig.Tell();
        Assert.Equal(10, server.Impressions);
        await rig.Show(1);
        await using var killed = files.AsKilledNow();
        await using var restarted = await StatisticsRig.Over(killed, server.Url);
        server.Fault = _ => StatisticsFault.None;
        await restarted.Tell();
        Assert.Equal(11, server.Impressions);
        Assert.Equal(new HandOverTotals(default, new(new(11, 0), default, default), 0), restarted.Totals);
        Assert.Equal(2, server.Bodies.Distinct().Count());
    }

    [Fact]
    public async Task A_kill_after_the_acknowledgement_before_it_is_durable_doubles_nothing()
    {
        await rig.Show(10);
        await rig.HandOver.Next(new(StatisticsIntake.MaxRows, long.MaxValue, MayRepeat: true), default);
        await using var killed = files.AsKilledNow();
        await rig.Tell();
        await using var restarted = await StatisticsRig.Over(killed, server.Url);
        await restarted.Tell();
        Assert.Equal((10, 2), (server.Impressions, server.Bodies.Count));
        Assert.Single(server.Bodies.Distinct());
        Assert.Equal(new HandedOver(new(10, 0), default, default), restarted.Totals.Handed);
    }

    [Fact]
    public async Task Days_that_pass_while_the_ad_server_is_away_are_told_afterwards_also_after_a_restart()
    {
        server.Fault = _ => StatisticsFault.Failed;
        for (var day = 0; day < 4; day++)
        {
            await rig.Show(10);
            await rig.Tell();
            files.Time.Advance(TimeSpan.FromDays(1));
        }
        await rig.DisposeAsync();
        rig = await StatisticsRig.Over(files, server.Url);
        await rig.Show(1);
        Assert.Equal(new(41, 0), rig.Totals.Waiting);

        server.Fault = _ => StatisticsFault.None;
        await rig.TellAll();
        Assert.Equal(41, server.Impressions);
        Assert.Equal(["22", "23", "24", "25", "26"], server.Bodies.Select(body => (string)JsonNode.Parse(body)!["rows"]![0]!["hour"]!).Select(hour => hour[8..10]).Distinct());
    }

    [Fact]
    public async Task A_damaged_day_does_not_hold_up_the_others()
    {
        await rig.Show(10);
        files.Time.Advance(TimeSpan.FromHours(12));
        await rig.Show(3);
        files.Do("CREATE TRIGGER broken BEFORE INSERT ON batches BEGIN SELECT RAISE(ABORT, 'broken for a test'); END");
        await rig.Tell();
        Assert.Equal(3, server.Impressions);
        Assert.Contains("broken for a test", rig.Journal.LastError, StringComparison.Ordinal);
        files.Do("DROP TRIGGER broken");
        await rig.Tell();
        Assert.Equal(13, server.Impressions);
    }

    [Fact]
    public async Task The_ledger_counts_the_same_as_was_handed_over()
    {
        server.Fault = n => n % 3 == 0 ? StatisticsFault.Lost : StatisticsFault.None;
        await rig.Show(250, clicks: 9);
        await rig.TellAll();
        await rig.Ledger.Flush(default);
        Assert.Equal((250, 9), (files.Ask("SELECT sum(rendered) FROM counts"), files.Ask("SELECT sum(clicks) FROM counts")));
        Assert.Equal((250, 9), (files.Ask("SELECT impressions FROM handed WHERE outcome = 0"), files.Ask("SELECT clicks FROM handed WHERE outcome = 0")));
        Assert.Equal(0, files.Ask("SELECT count(*) FROM due") + files.Ask("SELECT count(*) FROM batches"));
    }
}
