using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>Which creatives a zone may show; a link that is there twice counts once.</summary>
internal static class FeedLinks
{
    public static FrozenDictionary<string, ImmutableArray<Creative>> Read(FeedObject feed, FeedTable<Zone> zones, FeedTable<Creative> creatives)
    {
        var links = new Dictionary<string, HashSet<Creative>>(StringComparer.Ordinal);
        foreach (var item in feed.RequiredObjects("links"))
        {
            var (zone, creative) = (zones.Named(item, "zone"), creatives.Named(item, "creative"));
            if (zone is null || creative is null) continue;
            if (!links.TryGetValue(zone.Id, out var linked)) links.Add(zone.Id, linked = new(ReferenceEqualityComparer.Instance));
            linked.Add(creative);
        }
        return links.ToFrozenDictionary(link => link.Key, link => link.Value.ToImmutableArray(), StringComparer.Ordinal);
    }
}
