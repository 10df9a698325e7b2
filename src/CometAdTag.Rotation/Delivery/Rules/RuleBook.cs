using System.Collections.Frozen;
using System.Collections.Immutable;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>All delivery rules of a snapshot, made ready once; creatives with the same rows share one list.</summary>
public sealed class RuleBook
{
    private readonly Dictionary<string, RuleList> lists;
    private readonly FrozenDictionary<string, ZoneRules> zones;

    private RuleBook(Dictionary<string, RuleList> lists, FrozenDictionary<string, ZoneRules> zones)
    {
        (this.lists, this.zones) = (lists, zones);
        foreach (var zone in zones.Values) Asks |= zone.Asks;
        Problems = lists.Where(each => each.Value.Problem is not null).ToDictionary(each => each.Key, each => each.Value.Problem!);
    }

    public static RuleBook Empty { get; } = Of(Snapshot.Empty);

    /// <summary>What its rules ask for; nothing else of a page need be kept.</summary>
    public PageFactKinds Asks { get; }

    public static RuleBook Of(Snapshot snapshot)
    {
        var reader = new RuleReader(snapshot.Channels);
        var read = new Dictionary<string, RuleList>();
        var ruled = new Dictionary<string, ZoneRules>();
        foreach (var (zone, linked) in snapshot.Links)
            if (ZoneRules.Of(linked, ListOf) is { } rules) ruled[zone] = rules;
        return new(read, ruled.ToFrozenDictionary());

        RuleList ListOf(Creative creative) => read.TryGetValue(creative.Id, out var list) ? list : read[creative.Id] = reader.Read(creative.Rules);
    }

    /// <summary>By id of the creative, the first row of its rules that cannot be read, and why.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; }

    /// <summary>Null where no creative linked to the zone has rules.</summary>
    public ZoneRules? Of(Zone zone) => zones.GetValueOrDefault(zone.Id);

    /// <summary>What each row of a creative's rules says of a page; empty where it has none.</summary>
    public ImmutableArray<RuleVerdict> Explain(Creative creative, PageFacts facts, DateTimeOffset now) =>
        lists.TryGetValue(creative.Id, out var list) ? list.Explain(new(facts, now)) : [];
}
