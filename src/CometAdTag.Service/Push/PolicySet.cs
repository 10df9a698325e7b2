using System.Collections.Frozen;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Push;

/// <summary>The refresh policies that ad ops have set, by zone and by website.</summary>
internal sealed record PolicySet(FrozenDictionary<string, RefreshOverrides> Zones, FrozenDictionary<string, RefreshOverrides> Websites)
{
    public static PolicySet None { get; } = new(FrozenDictionary<string, RefreshOverrides>.Empty, FrozenDictionary<string, RefreshOverrides>.Empty);

    public RefreshOverrides OfZone(string id) => Zones.GetValueOrDefault(id, RefreshOverrides.None);

    public RefreshOverrides OfWebsite(string id) => Websites.GetValueOrDefault(id, RefreshOverrides.None);
}
