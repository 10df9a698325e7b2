using System.Collections.Immutable;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>The delivery rules of the creatives linked to one zone. What a page passes is one bit a creative, at its place in <see cref="Snapshot.LinkedTo"/>.</summary>
public sealed class ZoneRules
{
    private const long Quarter = 15 * TimeSpan.TicksPerMinute;

    private readonly (RuleList List, int[] Places)[] lists;

    private ZoneRules(int linked, (RuleList List, int[] Places)[] lists)
    {
        (Length, this.lists) = ((linked + 63) / 64, lists);
        foreach (var (list, _) in lists) Asks |= list.Asks;
    }

    /// <summary>How many words of 64 bits a page's bits take.</summary>
    public int Length { get; }

    public PageFactKinds Asks { get; }

    /// <summary>Sets the bit of each creative whose rules let the page pass now; the others are cleared.</summary>
    public void Evaluate(PageFacts facts, DateTimeOffset now, Span<ulong> passed)
    {
        passed.Clear();
        var sight = new RuleSight(facts, now);
        foreach (var (list, places) in lists)
            if (list.Allows(sight))
                foreach (var place in places) passed[place >> 6] |= 1UL << place;
    }

    /// <summary>How long such bits are right: rules on time change their minds only on a quarter of an hour, wherever the clocks stand.</summary>
    public DateTimeOffset RightUntil(DateTimeOffset now) =>
        Asks.HasFlag(PageFactKinds.Time) ? new((now.UtcTicks / Quarter * Quarter) + Quarter, TimeSpan.Zero) : DateTimeOffset.MaxValue;

    /// <summary>Null where no creative has rules.</summary>
    internal static ZoneRules? Of(ImmutableArray<Creative> linked, Func<Creative, RuleList> listOf)
    {
        var ruled = linked.Select((creative, place) => (creative, place)).Where(each => !each.creative.Rules.IsDefaultOrEmpty)
            .GroupBy(each => listOf(each.creative), each => each.place).Select(each => (each.Key, each.ToArray())).ToArray();
        return ruled.Length == 0 ? null : new(linked.Length, ruled);
    }
}
