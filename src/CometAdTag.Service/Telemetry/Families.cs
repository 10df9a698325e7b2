using Prometheus;

namespace CometAdTag.Service.Telemetry;

/// <summary>The metrics by name; each help text says what is counted and in which unit.</summary>
internal sealed class Families(IMetricFactory make)
{
    public readonly Gauge Pages = make.CreateGauge("comet_pages",
        "Pages connected to this node now, by transport.", ["transport"]);
    public readonly Gauge Slots = make.CreateGauge("comet_slots",
        "Ad slots of the pages connected to this node now.");
    public readonly Counter PageCloses = make.CreateCounter("comet_page_closes_total",
        "Close frames sent and connections refused, by reason.", ["reason"]);

    public readonly Counter Impressions = make.CreateCounter("comet_impressions_total",
        "Impressions by zone, trigger and stage: served when pushed, rendered and viewable when the receipt is accepted.", ["zone", "stage", "trigger"]);
    public readonly Counter CampaignImpressions = make.CreateCounter("comet_campaign_impressions_total",
        "Impressions by campaign and stage: served when pushed, rendered and viewable when the receipt is accepted.", ["campaign", "stage"]);
    public readonly Counter Unrendered = make.CreateCounter("comet_unrendered_total",
        "Impressions that were served and will not be rendered, by reason.", ["reason"]);
    public readonly Counter UnrenderedReversed = make.CreateCounter("comet_unrendered_reversed_total",
        "Impressions of comet_unrendered_total that were rendered after all, or turned out to have another reason, by the reason that they had.", ["reason"]);
    public readonly Counter Clicks = make.CreateCounter("comet_clicks_total",
        "Clicks that were counted, by zone.", ["zone"]);
    public readonly Counter ClickRefusals = make.CreateCounter("comet_clicks_refused_total",
        "Clicks that were not counted, by reason.", ["reason"]);
    public readonly Counter Decisions = make.CreateCounter("comet_decisions_total",
        "Decisions by zone and outcome: fill (a creative) or passback (none).", ["zone", "outcome"]);
    public readonly Counter Passbacks = make.CreateCounter("comet_passbacks_total",
        "Decisions that gave no creative, by reason.", ["reason"]);
    public readonly Counter Refusals = make.CreateCounter("comet_receipts_refused_total",
        "Receipts that were not counted, by reason.", ["reason"]);

    public readonly Counter CreativeFailures = make.CreateCounter("comet_creative_failures_total",
        "Impressions whose creative threw, never rendered, or stopped to answer.");
    public readonly Counter CreativesWithdrawn = make.CreateCounter("comet_creatives_withdrawn_total",
        "Creatives that the service withdrew because they failed on many pages.");

    public readonly Histogram PushLateness = make.CreateHistogram("comet_push_lateness_seconds",
        "Seconds between the moment a timed push was due and the moment it was offered to its page.", new() { Buckets = Buckets.Lateness });
    public readonly Histogram PushToRender = make.CreateHistogram("comet_push_to_render_seconds",
        "Seconds between a push and its rendered receipt.", new() { Buckets = Buckets.Render });
    public readonly Histogram Withdrawal = make.CreateHistogram("comet_withdrawal_seconds",
        "Seconds from a withdrawal until a page confirms that it is off.", new() { Buckets = Buckets.Withdrawal });
    public readonly Histogram Shown = make.CreateHistogram("comet_shown_seconds",
        "Seconds a creative was in view, as its page reports when it ends.", new() { Buckets = Buckets.Shown });

    public readonly Gauge SnapshotAge = make.CreateGauge("comet_snapshot_age_seconds",
        "Seconds since the ad server last confirmed the campaign data in use; absent while there is none.",
        new GaugeConfiguration { SuppressInitialValue = true });
    public readonly Counter AdServerRequests = make.CreateCounter("comet_ad_server_requests_total",
        "Requests to the ad server, by source and outcome; a pull counts as one.", ["source", "outcome"]);
    public readonly Counter AdServerRetries = make.CreateCounter("comet_ad_server_retries_total",
        "Attempts to reach the ad server that were repeated, by source.", ["source"]);
    public readonly Gauge AdServerCircuit = make.CreateGauge("comet_ad_server_circuit_state",
        "State of the circuit to the ad server: 0 closed (all is well), 1 half open (one try), 2 open (no requests for now).", ["source"]);

    public readonly Counter Statistics = make.CreateCounter("comet_ad_server_statistics_total",
        "Impressions and clicks handed over to the ad server, by kind and outcome: counted, refused or unconfirmed.", ["kind", "outcome"]);
    public readonly Gauge StatisticsWaiting = make.CreateGauge("comet_ad_server_statistics_waiting",
        "Impressions and clicks that the ad server has yet to be told of, by kind.", ["kind"]);

    public readonly Gauge ReconciliationCounted = make.CreateGauge("comet_reconciliation_counted",
        "Impressions and clicks counted here in the last 24 hours that the ad server has complete, by campaign and kind.", ["campaign", "kind"]);
    public readonly Gauge ReconciliationDifference = make.CreateGauge("comet_reconciliation_difference",
        "The same less what the ad server counted by itself, by campaign and kind; negative where it counted more.", ["campaign", "kind"]);
    public readonly Gauge ReconciliationTimestamp = make.CreateGauge("comet_reconciliation_timestamp_seconds",
        "When this was last compared, in Unix time; absent before the first time.", new GaugeConfiguration { SuppressInitialValue = true });

    public readonly Histogram LedgerCommit = make.CreateHistogram("comet_ledger_commit_seconds",
        "Seconds a group commit of the ledger took.", new() { Buckets = Buckets.Commit });
    public readonly Counter LedgerRows = make.CreateCounter("comet_ledger_rows_total",
        "Rows written to the ledger.");
    public readonly Counter LedgerDuplicates = make.CreateCounter("comet_ledger_duplicates_total",
        "Rows not written because the ledger had them already.");
    public readonly Gauge LedgerFilesFailing = make.CreateGauge("comet_ledger_files_failing",
        "Files of the ledger that could not be rolled up or deleted when it was due; the log names them.");
}
