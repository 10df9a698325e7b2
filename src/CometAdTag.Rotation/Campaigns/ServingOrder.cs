using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>
/// The order in which a zone's creatives are tried: tier, contract priority from 10 down, eCPM from the highest down; the creatives of one
/// campaign stand together, so that a choice is one walk.
/// </summary>
internal sealed class ServingOrder : IComparer<Creative>
{
    private static readonly ServingOrder Instance = new();

    public static FrozenDictionary<string, ImmutableArray<Creative>> Of(FrozenDictionary<string, ImmutableArray<Creative>> links) =>
        links.Values.All(IsOrdered)
            ? links
            : links.ToFrozenDictionary(link => link.Key, link => link.Value.Sort(Instance), StringComparer.Ordinal);

    /// <summary>Whether both are tried at the same time.</summary>
    public static bool SameRung(Campaign one, Campaign other) => ReferenceEquals(one, other) || CompareRung(one, other) == 0;

    public int Compare(Creative? x, Creative? y)
    {
        var (one, other) = (x!.Campaign, y!.Campaign);
        var rung = CompareRung(one, other);
        if (rung != 0) return rung;
        var ecpm = one.Tier == Tier.Ecpm ? (other.Ecpm ?? 0).CompareTo(one.Ecpm ?? 0) : 0;
        if (ecpm != 0) return ecpm;
        var campaign = string.CompareOrdinal(one.Id, other.Id);
        return campaign != 0 ? campaign : string.CompareOrdinal(x.Id, y.Id);
    }

    private static int CompareRung(Campaign one, Campaign other)
    {
        if (one.Tier != other.Tier) return ((int)one.Tier).CompareTo((int)other.Tier); // of enums, it would allocate
        return one.Tier == Tier.Contract ? other.Priority.CompareTo(one.Priority) : 0;
    }

    private static bool IsOrdered(ImmutableArray<Creative> linked)
    {
        for (var i = 1; i < linked.Length; i++)
            if (Instance.Compare(linked[i - 1], linked[i]) > 0) return false;
        return true;
    }
}
