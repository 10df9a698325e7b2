using System.Collections.Immutable;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Pacing;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Push;

/// <summary>Gives the verdicts on the creatives of a zone, for one page and viewer; what other slots of the page show is named by the creatives' ids.</summary>
internal sealed class Explainer(Lineup lineup, Pacemaker pacemaker, PageFacts facts, ViewerHistory history, string[] onPage, bool isTooOld, DateTimeOffset now)
{
    private readonly Shown[] shown = [.. onPage.Select(id => new Shown(id, lineup.Snapshot.Creatives.GetValueOrDefault(id)?.Campaign))];

    private readonly (string[] Leads, string[] Taken) companions = CompanionsBeside(lineup, onPage);

    public Explanation Of(Zone zone)
    {
        var chain = lineup.Snapshot.ChainOf(zone);
        return Of(zone, zone) with { Chain = chain.IsEmpty ? null : [.. chain.Select(chained => Of(chained, zone))] };
    }

    private Explanation Of(Zone zone, Zone asked)
    {
        var (linked, rules) = (lineup.Snapshot.LinkedTo(zone), lineup.Rules.Of(zone));
        var passed = new ulong[rules?.Length ?? 0];
        rules?.Evaluate(facts, now, passed);
        return new(zone.Id, zone.Name, zone.Width, zone.Height, [.. linked.Select((creative, place) => Verdict(creative, Refusal(creative, place, zone, asked, passed)))]);
    }

    private PassbackReason? Refusal(Creative creative, int place, Zone zone, Zone asked, ulong[] passed) => isTooOld
        ? PassbackReason.SnapshotOld
        : Eligibility.Refusal(creative, place, new SlotRequest
        {
            Zone = zone,
            Width = Math.Max(0, asked.Width),
            Height = Math.Max(0, asked.Height),
            OnPage = shown,
            Leads = companions.Leads,
            Taken = companions.Taken,
            Goals = lineup.Goals,
            History = history,
            PassedRules = passed,
        }, now);

    /// <summary>The companion campaigns that the page shows, and those that the zones of what it shows could show.</summary>
    private static (string[] Leads, string[] Taken) CompanionsBeside(Lineup lineup, string[] onPage)
    {
        var known = onPage.Distinct().Select(id => lineup.Snapshot.Creatives.GetValueOrDefault(id)).OfType<Creative>()
            .Where(creative => lineup.Companions.Has(creative.Campaign.Id)).ToDictionary(creative => creative.Id, creative => creative.Campaign.Id);
        if (known.Count == 0) return ([], []);
        var zones = lineup.Snapshot.Links.Where(link => link.Value.Any(creative => known.ContainsKey(creative.Id)));
        return ([.. known.Values.Distinct()], [.. zones.SelectMany(link => lineup.Companions.In(link.Key)).Distinct()]);
    }

    private CreativeVerdict Verdict(Creative creative, PassbackReason? refusal)
    {
        var (campaign, rules) = (creative.Campaign, lineup.Rules.Explain(creative, facts, now));
        return new(creative.Id, creative.Name, campaign.Id, campaign.Name, Words.Of(campaign.Tier), campaign.Priority, campaign.Weight, creative.Weight,
            refusal is { } reason ? Words.Of(reason) : "eligible")
        {
            Goal = pacemaker.Report(campaign.Id),
            Rules = rules.IsEmpty ? null : [.. rules.Select(RowVerdict.Of)],
        };
    }
}
