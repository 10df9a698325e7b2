using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>All campaign data of one pull, frozen; a new pull makes a new one and nothing is ever changed in place.</summary>
public sealed record Snapshot(DateTimeOffset GeneratedAt, TimeZoneInfo TimeZone)
{
    public static Snapshot Empty { get; } = new(DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc);

    public string? Counted { get; init; }
    public string AdServerName { get; init; } = "";
    public FrozenDictionary<string, Website> Websites { get; init; } = FrozenDictionary<string, Website>.Empty;
    public FrozenDictionary<string, Zone> Zones { get; init; } = FrozenDictionary<string, Zone>.Empty;
    public FrozenDictionary<string, Channel> Channels { get; init; } = FrozenDictionary<string, Channel>.Empty;
    public FrozenDictionary<string, Campaign> Campaigns { get; init; } = FrozenDictionary<string, Campaign>.Empty;
    public FrozenDictionary<string, Creative> Creatives { get; init; } = FrozenDictionary<string, Creative>.Empty;
    /// <summary>The creatives linked to each zone, by zone id; kept in serving order, whatever order they are given in.</summary>
    public FrozenDictionary<string, ImmutableArray<Creative>> Links { get; init => field = ServingOrder.Of(value); } =
        FrozenDictionary<string, ImmutableArray<Creative>>.Empty;

    public ImmutableArray<Creative> LinkedTo(Zone zone) => Links.TryGetValue(zone.Id, out var linked) ? linked : [];
}
