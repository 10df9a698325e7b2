using System.Collections.Concurrent;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Pacing;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Push;

/// <summary>
/// A snapshot made ready to push: with the policy of each zone and the prepared HTML of each creative. Where the ad server decides each
/// fill there is no snapshot, and every zone is known. Replaced whole.
/// </summary>
internal sealed class Lineup(Snapshot snapshot, RefreshPolicies policies, Withdrawn withdrawn, LinkSigner links)
{
    private static readonly Zone AnyZone = new("", "", "", Width: -1, Height: -1);

    private readonly ConcurrentDictionary<string, CreativeHtml> prepared = new();

    public bool IsDelegated { get; init; }

    public Snapshot Snapshot => snapshot;

    /// <summary>The snapshot's delivery rules, made ready.</summary>
    public RuleBook Rules { get; init; } = RuleBook.Empty;

    /// <summary>The live counts of its campaigns' goals.</summary>
    public Goals Goals { get; init; } = Goals.None;

    /// <summary>Whether anything in it has a frequency cap.</summary>
    public bool HasCaps { get; } = snapshot.Zones.Values.Any(zone => !zone.Cap.IsNone) || snapshot.Campaigns.Values.Any(campaign => !campaign.Cap.IsNone)
        || snapshot.Creatives.Values.Any(creative => !creative.Cap.IsNone);

    /// <summary>The companion campaigns that run in it.</summary>
    public CompanionCampaigns Companions { get; } = CompanionCampaigns.Of(snapshot);

    public bool IsEmpty => snapshot.Zones.Count == 0;

    public Zone? Zone(string id) => IsDelegated ? (ReviveId.Is(id) ? AnyZone : null) : snapshot.Zones.GetValueOrDefault(id);

    /// <summary>The zone that served a slot's creative, where the slot's zone is it or falls to it.</summary>
    public Zone? Serving(string slotZone, string served)
    {
        if (Zone(slotZone) is not { } zone) return null;
        return slotZone == served ? zone : snapshot.ChainOf(zone).FirstOrDefault(chained => chained.Id == served);
    }

    /// <summary>Of a zone that is known.</summary>
    public RefreshPolicy Policy(string zone, bool isHeldOut = false) => policies.For(zone, isHeldOut);

    /// <summary>The same, with the place that each value comes from.</summary>
    public ResolvedPolicy Resolved(string zone) => policies.Resolved(zone);

    public Shown Shown(Impression impression) => new(impression.Creative, snapshot.Campaigns.GetValueOrDefault(impression.Campaign));

    public bool IsWithdrawn(string creative, string campaign) => withdrawn.Has(creative, campaign);

    /// <summary>Whether there is such a creative; where the ad server decides, whether there can be.</summary>
    public bool HasCreative(string id) => IsDelegated ? ReviveId.Is(id) : snapshot.Creatives.ContainsKey(id);

    public bool HasCampaign(string id) => IsDelegated ? ReviveId.Is(id) : snapshot.Campaigns.ContainsKey(id);

    public CreativeHtml Html(Creative creative) => prepared.GetOrAdd(creative.Id, static (_, of) => CreativeHtml.Of(of.creative, of.links), (creative, links));
}
