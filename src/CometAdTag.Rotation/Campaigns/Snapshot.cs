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

    /// <summary>The same campaigns with those creatives marked as withdrawn; itself where there are none.</summary>
    public Snapshot Withdraw(Func<Creative, bool> isWithdrawn)
    {
        var marked = Creatives.Values.Where(isWithdrawn).ToDictionary(creative => creative.Id, creative => creative with { Withdrawn = true });
        if (marked.Count == 0) return this;
        return this with
        {
            Creatives = Creatives.ToFrozenDictionary(entry => entry.Key, entry => marked.GetValueOrDefault(entry.Key, entry.Value)),
            Links = Links.ToFrozenDictionary(
                entry => entry.Key,
                entry => entry.Value.Any(creative => marked.ContainsKey(creative.Id))
                    ? [.. entry.Value.Select(creative => marked.GetValueOrDefault(creative.Id, creative))]
                    : entry.Value),
        };
    }

    public ImmutableArray<Creative> LinkedTo(Zone zone) => Links.TryGetValue(zone.Id, out var linked) ? linked : [];
}
