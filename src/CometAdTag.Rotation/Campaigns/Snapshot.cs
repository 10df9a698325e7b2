using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>All campaign data of one pull, frozen; a new pull makes a new one and nothing is ever changed in place.</summary>
public sealed record Snapshot(DateTimeOffset GeneratedAt, TimeZoneInfo TimeZone)
{
    private const int MostChained = 16;

    private readonly FrozenDictionary<string, Candidates> candidates = FrozenDictionary<string, Candidates>.Empty;

    public static Snapshot Empty { get; } = new(DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc);

    public string? Counted { get; init; }
    public string AdServerName { get; init; } = "";
    public FrozenDictionary<string, Website> Websites { get; init; } = FrozenDictionary<string, Website>.Empty;
    public FrozenDictionary<string, Zone> Zones { get; init; } = FrozenDictionary<string, Zone>.Empty;
    public FrozenDictionary<string, Channel> Channels { get; init; } = FrozenDictionary<string, Channel>.Empty;
    public FrozenDictionary<string, Campaign> Campaigns { get; init; } = FrozenDictionary<string, Campaign>.Empty;
    public FrozenDictionary<string, Creative> Creatives { get; init; } = FrozenDictionary<string, Creative>.Empty;
    /// <summary>The creatives linked to each zone, by zone id; kept in serving order, whatever order they are given in.</summary>
    public FrozenDictionary<string, ImmutableArray<Creative>> Links
    {
        get;
        init
        {
            field = ServingOrder.Of(value);
            candidates = field.ToFrozenDictionary(link => link.Key, link => new Candidates(link.Value), StringComparer.Ordinal);
        }
    } = FrozenDictionary<string, ImmutableArray<Creative>>.Empty;

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

    /// <summary>The zones that a zone falls to where it has nothing to show, one after the other: each once, at most 16.</summary>
    public ImmutableArray<Zone> ChainOf(Zone zone)
    {
        var chain = ImmutableArray<Zone>.Empty;
        for (var at = zone; at.Chain is { } id && Zones.TryGetValue(id, out var next) && chain.Length < MostChained; at = next)
        {
            if (next.Id == zone.Id || chain.Any(followed => followed.Id == next.Id)) break;
            chain = chain.Add(next);
        }
        return chain;
    }

    public ImmutableArray<Creative> LinkedTo(Zone zone) => Links.TryGetValue(zone.Id, out var linked) ? linked : [];

    /// <summary>The same creatives, for a decision.</summary>
    internal Candidates CandidatesOf(Zone zone) => candidates.GetValueOrDefault(zone.Id, Candidates.None);
}
