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

    private readonly string[] leads = [.. onPage.Select(id => lineup.Snapshot.Creatives.GetValueOrDefault(id)?.Campaign).OfType<Campaign>().Where(campaign => campaign.Companion).Select(campaign => campaign.Id)];

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
            Leads = leads,
            Taken = leads.Length > 0 ? lineup.Companions.In(zone.Id) : [],
            Goals = lineup.Goals,
            History = history,
            PassedRules = passed,
        }, now);

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
