using System.Collections.Concurrent;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Push;

/// <summary>A snapshot made ready to push: with the policy of each zone and the prepared HTML of each creative. Replaced whole.</summary>
internal sealed class Lineup(Snapshot snapshot, RefreshPolicies policies, LinkSigner links)
{
    private readonly ConcurrentDictionary<string, CreativeHtml> prepared = new();

    public Snapshot Snapshot => snapshot;

    public bool IsEmpty => snapshot.Zones.Count == 0;

    public Zone? Zone(string id) => snapshot.Zones.GetValueOrDefault(id);

    public RefreshPolicy Policy(Zone zone) => policies.For(zone);

    /// <summary>The same, with the place that each value comes from.</summary>
    public ResolvedPolicy Resolved(Zone zone) => policies.Resolved(zone);

    public CreativeHtml Html(Creative creative) => prepared.GetOrAdd(creative.Id, static (_, of) => CreativeHtml.Of(of.creative, of.links), (creative, links));
}
