using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;
using Prometheus;

namespace CometAdTag.Service.Telemetry;

/// <summary>Everything that this node counts and measures, one verb for each thing that happens; safe on any thread.</summary>
internal sealed class Instruments
{
    /// <summary>How many zones, and how many campaigns, have series of their own.</summary>
    public const int MaxLabelValues = 500;

    private const string Impressions = "impressions", Clicks = "clicks";

    private readonly Families families;
    private readonly BoundedLabels<ZoneCounters> zones;
    private readonly BoundedLabels<CampaignCounters> campaigns;
    private readonly ClosedLabels<Counter.Child> passbacks, refusals, clickRefusals, closes, unrendered, reversed;
    private readonly ClosedLabels<Gauge.Child> pages;
    private readonly ClosedLabels<Gauge.Child> statisticsWaiting;
    private Func<double> snapshotAge = () => double.NaN;

    public Instruments()
    {
        var make = Metrics.WithCustomRegistry(Registry);
        make.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        families = new(make);
        zones = new(MaxLabelValues, zone => new(zone, families.Impressions, families.Decisions, families.Clicks));
        campaigns = new(MaxLabelValues, campaign => new(campaign, families.CampaignImpressions));
        passbacks = new(families.Passbacks, Words.All<PassbackReason>());
        refusals = new(families.Refusals, Words.All<Refusal>().Except([Words.Of(Refusal.None)]));
        clickRefusals = new(families.ClickRefusals, Words.All<Refusal>().Except([Words.Of(Refusal.None)]));
        unrendered = new(families.Unrendered, Words.All<Fate>().Except([Words.Of(Fate.None)]));
        reversed = new(families.UnrenderedReversed, Words.All<Fate>().Except([Words.Of(Fate.None)]));
        closes = new(families.PageCloses, Words.All<CloseReason>());
        pages = new(families.Pages, ["socket", "stream", "poll"]);
        statisticsWaiting = new(families.StatisticsWaiting, [Impressions, Clicks]);
        foreach (var outcome in (string[])["counted", "refused", "unconfirmed"]) StatisticsHandedOver(outcome, 0, 0);
        Registry.AddBeforeCollectCallback(ReadSnapshotAge);
    }

    /// <summary>What a scrape reads; not the package's static one.</summary>
    public CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    /// <summary>Gives the zones and campaigns of a snapshot their series, at 0, as far as there is room.</summary>
    public void Known(IEnumerable<string> zoneIds, IEnumerable<string> campaignIds)
    {
        foreach (var zone in zoneIds) _ = zones[zone];
        foreach (var campaign in campaignIds) _ = campaigns[campaign];
    }

    /// <summary>Counts served, rendered and viewable; any other stage is no impression and changes nothing.</summary>
    public void Counted(Impression impression, Stage stage)
    {
        if (stage > Stage.Viewable) return;
        zones[impression.Zone].Impressions(stage, impression.Trigger).Inc();
        campaigns[impression.Campaign].Impressions(stage).Inc();
    }

    public void Clicked(string zone) => zones[zone].Clicks.Inc();

    public void Decided(string zone, Decision decision)
    {
        if (decision.Creative is null) PassedBack(zone, decision.Reason);
        else Filled(zone);
    }

    public void Filled(string zone) => zones[zone].Fills.Inc();

    /// <summary>A zone that was neither in a snapshot nor filled is counted as `other`, so no page can use up the labels.</summary>
    public void PassedBack(string zone, PassbackReason reason)
    {
        zones.OfKept(zone).Passbacks.Inc();
        passbacks[Words.Of(reason)].Inc();
    }

    /// <summary>So many more impressions have this fate, or fewer.</summary>
    public void Unrendered(Fate fate, long more) => (more < 0 ? reversed : unrendered)[Words.Of(fate)].Inc(Math.Abs(more));

    public void ReceiptRefused(Refusal reason) => refusals[Words.Of(reason)].Inc();

    public void ClickRefused(Refusal reason) => clickRefusals[Words.Of(reason)].Inc();

    public void CreativeFailed() => families.CreativeFailures.Inc();

    public void CreativeWithdrawn() => families.CreativesWithdrawn.Inc();

    /// <summary>Transport is socket, stream or poll.</summary>
    public void PageOpened(string transport) => pages[transport].Inc();

    public void PageClosed(string transport) => pages[transport].Dec();

    /// <summary>Reason is a close word of the wire.</summary>
    public void CloseSent(string reason) => closes[reason].Inc();

    public void Slots(int delta) => families.Slots.Inc(delta);

    public void PushLateness(TimeSpan late) => families.PushLateness.Observe(late.TotalSeconds);

    public void PushToRender(TimeSpan taken) => families.PushToRender.Observe(taken.TotalSeconds);

    /// <summary>From the withdrawal until a page confirms it.</summary>
    public void Withdrawn(TimeSpan taken) => families.Withdrawal.Observe(taken.TotalSeconds);

    /// <summary>Takes milliseconds in view.</summary>
    public void Shown(long ms) => families.Shown.Observe(ms / 1000d);

    /// <summary>As the gauge shows it.</summary>
    public int OpenSlots => (int)families.Slots.Value;

    /// <summary>closed, half_open or open.</summary>
    public string CircuitOf(string source) => families.AdServerCircuit.WithLabels(source).Value switch { 2 => "open", 1 => "half_open", _ => "closed" };

    /// <summary>Asked at each scrape for seconds; NaN while there is no snapshot.</summary>
    public void BindSnapshotAge(Func<double> seconds) => Volatile.Write(ref snapshotAge, seconds);

    /// <summary>Source as in AdServer:Source; outcome is one of the few words of the ad server's part.</summary>
    public void AdServerRequest(string source, string outcome) => families.AdServerRequests.WithLabels(source, outcome).Inc();

    /// <summary>Gives a source its series, at 0 and with a closed circuit.</summary>
    public void AdServerKnown(string source, IEnumerable<string> outcomes)
    {
        foreach (var outcome in outcomes) families.AdServerRequests.WithLabels(source, outcome);
        families.AdServerRetries.WithLabels(source);
        families.AdServerCircuit.WithLabels(source).Set(0);
    }

    /// <summary>An attempt failed and is made again.</summary>
    public void AdServerRetry(string source) => families.AdServerRetries.WithLabels(source).Inc();

    /// <summary>State is 0 closed, 1 half open, 2 open.</summary>
    public void AdServerCircuit(string source, int state) => families.AdServerCircuit.WithLabels(source).Set(state);

    /// <summary>The ad server was told; outcome is counted, refused or unconfirmed.</summary>
    public void StatisticsHandedOver(string outcome, long impressions, long clicks)
    {
        families.Statistics.WithLabels(Impressions, outcome).Inc(impressions);
        families.Statistics.WithLabels(Clicks, outcome).Inc(clicks);
    }

    public void StatisticsWaiting(long impressions, long clicks)
    {
        statisticsWaiting[Impressions].Set(impressions);
        statisticsWaiting[Clicks].Set(clicks);
    }

    /// <summary>By campaign and kind, what was counted here and how much more that is than the ad server says; replaces what was compared before.</summary>
    public void Reconciled(IEnumerable<(string Campaign, string Kind, long Counted, long Difference)> compared, DateTimeOffset at)
    {
        var sums = compared.GroupBy(row => (campaigns[row.Campaign].Label, row.Kind)).ToList();
        Replace(families.ReconciliationCounted, sums.ToDictionary(rows => rows.Key, rows => rows.Sum(row => row.Counted)));
        Replace(families.ReconciliationDifference, sums.ToDictionary(rows => rows.Key, rows => rows.Sum(row => row.Difference)));
        families.ReconciliationTimestamp.Set(at.ToUnixTimeMilliseconds() / 1000d);
    }

    public void LedgerCommit(TimeSpan taken) => families.LedgerCommit.Observe(taken.TotalSeconds);

    public void LedgerRows(int written) => families.LedgerRows.Inc(written);

    public void LedgerDuplicate() => families.LedgerDuplicates.Inc();

    public void LedgerFilesFailing(int files) => families.LedgerFilesFailing.Set(files);

    private static void Replace(Gauge gauge, Dictionary<(string Campaign, string Kind), long> values)
    {
        foreach (var ((campaign, kind), value) in values) gauge.WithLabels(campaign, kind).Set(value);
        foreach (var gone in gauge.GetAllLabelValues().Where(labels => !values.ContainsKey((labels[0], labels[1]))).ToList()) gauge.RemoveLabelled(gone);
    }

    private void ReadSnapshotAge()
    {
        var age = Volatile.Read(ref snapshotAge)();
        if (double.IsNaN(age)) families.SnapshotAge.Unpublish();
        else families.SnapshotAge.Set(age);
    }
}
