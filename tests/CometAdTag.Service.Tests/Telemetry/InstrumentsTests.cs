using System.Text;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Tests.Telemetry;

public sealed class InstrumentsTests
{
    private readonly Instruments instruments = new();

    [Theory]
    [InlineData(Stage.Served, "served")]
    [InlineData(Stage.Rendered, "rendered")]
    [InlineData(Stage.Viewable, "viewable")]
    public async Task An_impression_is_counted_by_zone_and_by_campaign(Stage stage, string word)
    {
        instruments.Counted(Of("5", Trigger.Event), stage);
        var text = await Text();
        Assert.Contains($$"""comet_impressions_total{zone="5",stage="{{word}}",trigger="event"} 1""", text, StringComparison.Ordinal);
        Assert.Contains($$"""comet_campaign_impressions_total{campaign="c",stage="{{word}}"} 1""", text, StringComparison.Ordinal);
        Assert.Equal(1, Sum(text, "comet_impressions_total"));
        Assert.Equal(1, Sum(text, "comet_campaign_impressions_total"));
    }

    [Theory]
    [InlineData(Stage.Ended)]
    [InlineData(Stage.Error)]
    [InlineData(Stage.Clicked)]
    public async Task What_is_no_impression_is_not_counted_as_one(Stage stage)
    {
        instruments.Known(["5"], ["c"]);
        instruments.Counted(Of("5", Trigger.Time), stage);
        Assert.Equal(0, Sum(await Text(), "comet_impressions_total"));
    }

    [Fact]
    public async Task Every_known_zone_stage_and_trigger_is_written_as_0_from_the_start()
    {
        instruments.Known(["5", "6"], ["c"]);
        var text = await Text();
        foreach (var zone in (string[])["5", "6"])
            foreach (var stage in (string[])["served", "rendered", "viewable"])
                foreach (var trigger in (string[])["initial", "user", "event", "time"])
                    Assert.Contains($$"""comet_impressions_total{zone="{{zone}}",stage="{{stage}}",trigger="{{trigger}}"} 0""", text, StringComparison.Ordinal);
        Assert.Contains("""comet_clicks_total{zone="6"} 0""", text, StringComparison.Ordinal);
        Assert.Contains("""comet_decisions_total{zone="6",outcome="passback"} 0""", text, StringComparison.Ordinal);
        Assert.Contains("""comet_campaign_impressions_total{campaign="c",stage="viewable"} 0""", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_500_zones_and_campaigns_all_others_are_counted_together()
    {
        Parallel.For(0, 501, zone => instruments.Counted(Of($"z{zone}", Trigger.Time) with { Campaign = $"c{zone}" }, Stage.Served));
        Parallel.For(0, 501, zone => instruments.Clicked($"z{zone}"));
        var text = await Text();
        var zones = text.Split('\n').Where(line => line.StartsWith("comet_clicks_total{", StringComparison.Ordinal)).ToList();
        Assert.Equal(501, zones.Count);
        Assert.Contains("""comet_clicks_total{zone="other"} 1""", zones);
        Assert.Contains("""comet_impressions_total{zone="other",stage="served",trigger="time"} 1""", text, StringComparison.Ordinal);
        Assert.Contains("""comet_campaign_impressions_total{campaign="other",stage="served"} 1""", text, StringComparison.Ordinal);
        Assert.Equal(501, Sum(text, "comet_impressions_total"));
    }

    [Fact]
    public async Task A_zone_that_only_a_page_knows_takes_no_label()
    {
        for (var zone = 0; zone < 600; zone++) instruments.Decided($"invented{zone}", Decision.Passback(PassbackReason.UnknownZone));
        var text = await Text();
        Assert.DoesNotContain("invented", text, StringComparison.Ordinal);
        Assert.Contains("""comet_decisions_total{zone="other",outcome="passback"} 600""", text, StringComparison.Ordinal);
        Assert.Contains("""comet_passbacks_total{reason="unknown_zone"} 600""", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_snapshot_has_no_age_while_there_is_none()
    {
        var age = double.NaN;
        instruments.BindSnapshotAge(() => age);
        Assert.DoesNotContain("comet_snapshot_age_seconds ", Samples(await Text()), StringComparison.Ordinal);
        age = 12.5;
        Assert.Contains("comet_snapshot_age_seconds 12.5\n", await Text(), StringComparison.Ordinal);
        age = double.NaN;
        Assert.DoesNotContain("comet_snapshot_age_seconds ", Samples(await Text()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_of_a_third_of_a_millisecond_has_a_bucket_of_its_own()
    {
        instruments.LedgerCommit(TimeSpan.FromMicroseconds(300));
        var text = await Text();
        Assert.Contains("""comet_ledger_commit_seconds_bucket{le="0.00025"} 0""", text, StringComparison.Ordinal);
        Assert.Contains("""comet_ledger_commit_seconds_bucket{le="0.0005"} 1""", text, StringComparison.Ordinal);
        Assert.Contains("comet_ledger_commit_seconds_sum 0.0003\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Milliseconds_in_view_are_shown_in_seconds()
    {
        instruments.Shown(1_500);
        Assert.Contains("comet_shown_seconds_sum 1.5\n", await Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_and_slots_come_and_go()
    {
        instruments.PageOpened("socket");
        instruments.PageOpened("poll");
        instruments.PageClosed("poll");
        instruments.Slots(3);
        instruments.Slots(-1);
        var text = await Text();
        Assert.Contains("""comet_pages{transport="socket"} 1""", text, StringComparison.Ordinal);
        Assert.Contains("""comet_pages{transport="poll"} 0""", text, StringComparison.Ordinal);
        Assert.Contains("""comet_pages{transport="stream"} 0""", text, StringComparison.Ordinal);
        Assert.Contains("comet_slots 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comparison_replaces_the_one_before_and_campaigns_past_the_bound_are_one()
    {
        static IEnumerable<(string, string, long, long)> Campaigns(int first, int count) =>
            Enumerable.Range(first, count).Select(campaign => ($"c{campaign}", "impressions", 10L, 1L));
        instruments.Reconciled(Campaigns(0, 503), DateTimeOffset.UnixEpoch.AddSeconds(90.5));
        var text = await Text();
        Assert.Contains("comet_reconciliation_counted{campaign=\"c499\",kind=\"impressions\"} 10\n", text, StringComparison.Ordinal);
        Assert.Contains("comet_reconciliation_difference{campaign=\"c0\",kind=\"impressions\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("comet_reconciliation_difference{campaign=\"other\",kind=\"impressions\"} 3\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("c500", text, StringComparison.Ordinal);
        Assert.Contains("comet_reconciliation_timestamp_seconds 90.5\n", text, StringComparison.Ordinal);

        instruments.Reconciled(Campaigns(1, 1), DateTimeOffset.UnixEpoch.AddSeconds(100));
        Assert.Equal(["comet_reconciliation_counted{campaign=\"c1\",kind=\"impressions\"} 10"],
            (await Text()).Split('\n').Where(line => line.StartsWith("comet_reconciliation_counted{", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_metrics_are_those_of_the_contract_and_no_others()
    {
        var families = (await Text()).Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line[7..]);
        Assert.Equal(
            [
                "comet_ad_server_circuit_state gauge", "comet_ad_server_requests_total counter", "comet_ad_server_retries_total counter",
                "comet_ad_server_statistics_total counter", "comet_ad_server_statistics_waiting gauge", "comet_campaign_impressions_total counter",
                "comet_clicks_refused_total counter", "comet_clicks_total counter", "comet_creative_failures_total counter", "comet_creatives_withdrawn_total counter",
                "comet_decisions_total counter", "comet_impressions_total counter",
                "comet_ledger_commit_seconds histogram", "comet_ledger_duplicates_total counter", "comet_ledger_files_failing gauge", "comet_ledger_rows_total counter",
                "comet_page_closes_total counter", "comet_pages gauge", "comet_passbacks_total counter", "comet_push_lateness_seconds histogram",
                "comet_push_to_render_seconds histogram", "comet_receipts_refused_total counter", "comet_reconciliation_counted gauge",
                "comet_reconciliation_difference gauge", "comet_reconciliation_timestamp_seconds gauge", "comet_shown_seconds histogram",
                "comet_slots gauge", "comet_snapshot_age_seconds gauge", "comet_unrendered_reversed_total counter", "comet_unrendered_total counter",
                "comet_withdrawal_seconds histogram",
            ],
            families.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_word_that_is_not_on_a_closed_list_is_a_mistake() =>
        Assert.Contains("comet_page_closes_total", Assert.Throws<ArgumentOutOfRangeException>(() => instruments.CloseSent("whim")).Message, StringComparison.Ordinal);

    private static Impression Of(string zone, Trigger trigger) => new(default, zone, "c", "k", trigger, 0);

    private static string Samples(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.StartsWith('#')));

    private static double Sum(string text, string name) =>
        text.Split('\n').Where(line => line.StartsWith(name + "{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[line.LastIndexOf(' ')..], System.Globalization.CultureInfo.InvariantCulture));

    private async Task<string> Text() => string.Join('\n', await instruments.Lines());
}
