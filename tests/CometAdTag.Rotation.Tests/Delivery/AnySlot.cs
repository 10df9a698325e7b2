using System.Collections.Frozen;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Rotation.Tests.Delivery;

/// <summary>A slot that asks, with all that may count, in the zone that everything is linked to.</summary>
internal sealed class AnySlot
{
    private readonly ulong[] passed;

    public AnySlot(AnySlotParts parts)
    {
        Parts = parts;
        Snapshot = Sample.Snapshot(parts.Linked) with
        {
            Zones = new[] { parts.Zone }.ToFrozenDictionary(zone => zone.Id),
            Campaigns = parts.Campaigns.ToFrozenDictionary(campaign => campaign.Id),
        };
        var rules = RuleBook.Of(Snapshot).Of(parts.Zone);
        passed = new ulong[rules?.Length ?? 0];
        rules?.Evaluate(new() { Source = parts.Source }, Sample.Now, passed);
        if (parts.Wants is { } wants) Goals = GoalsOf(wants);
        if (parts.Seen is { } seen) See(seen);
    }

    public AnySlotParts Parts { get; }

    public Snapshot Snapshot { get; }

    /// <summary>What a browser of the ad server's own would know of the viewer.</summary>
    public ReviveCaps Browser { get; } = new();

    public ViewerHistory? History { get; private set; }

    private Goals? Goals { get; }

    private SlotRequest Request => new()
    {
        Zone = Parts.Zone,
        Width = Parts.Width,
        Height = Parts.Height,
        OnPage = Parts.OnPage,
        Current = Parts.Current,
        Leads = Parts.Leads,
        Taken = Parts.Taken,
        Goals = Goals,
        History = History,
        PassedRules = passed,
    };

    public Decision Choose(double draw) => Selector.Choose(Snapshot, Request, Sample.Now, draw);

    public PassbackReason? Refusal(int place) => Eligibility.Refusal(Snapshot.LinkedTo(Parts.Zone)[place], place, Request, Sample.Now);

    /// <summary>The part of the requests left to it that a campaign wants; null where it is not spread over its time.</summary>
    public double? Wants(Campaign campaign) => Goals?.Of(campaign) is { IsPaced: true } goal ? goal.Part : null;

    public override string ToString() => $"{Parts}\n{string.Join('\n', Parts.Linked.Select(Text))}";

    private string Text(Creative each) =>
        $"{each.Id} {each.Width}x{each.Height} {each.Weight} {each.Status} {each.Cap} {string.Join(" ", each.Rules)}{(each.Withdrawn ? " withdrawn" : "")}"
        + $" of {each.Campaign} wants {Wants(each.Campaign)}: {PlainEligibility.Refusal(each, this)?.ToString() ?? "eligible"}";

    private Goals GoalsOf(double[] wants)
    {
        var goals = new Pacer().Follow(Snapshot, _ => default, Sample.Now);
        foreach (var campaign in Parts.Campaigns)
            if (goals.Of(campaign) is { IsPaced: true } goal) goal.Part = wants[campaign.Ordinal];
        return goals;
    }

    /// <summary>Shows the viewer what no cap barred then. A browser is closed when the session is over.</summary>
    private void See(IEnumerable<(int Creative, int Ago)> seen)
    {
        var (history, shownAt) = (ViewerHistory.Empty, DateTimeOffset.MinValue);
        foreach (var (creative, ago) in seen.OrderByDescending(each => each.Ago).Append((0, 0)))
        {
            var at = Sample.Now.AddSeconds(-ago);
            if ((at - shownAt).TotalSeconds > ViewerHistory.SessionEnd) Browser.SessionOver();
            if (ago == 0 || Parts.Linked.Length == 0) break;
            var uses = CapUse.Of(Parts.Zone, Parts.Linked[creative % Parts.Linked.Length]);
            if (uses.IsEmpty || uses.Any(use => Browser.IsCapped(use, at.ToUnixTimeSeconds()))) continue;
            (history, shownAt) = (history.With(uses, at), at);
            foreach (var use in uses) Browser.Impression(use, at.ToUnixTimeSeconds());
        }
        History = history;
    }
}
