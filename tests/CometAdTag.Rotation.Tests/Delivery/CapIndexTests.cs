using System.Collections.Immutable;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Rotation.Tests.Delivery;

public sealed class CapIndexTests
{
    // Ids that follow each other, the same ones on every level, and some that share a mark
    private static readonly string[] Ids = [.. Enumerable.Range(1, 17).Select(i => $"{i}"), "Aa", "BB", "AaAa", "BBBB", "a-name"];

    private static readonly CapLevel[] Levels = Enum.GetValues<CapLevel>();

    [Theory]
    [InlineData(0), InlineData(1), InlineData(5), InlineData(ViewerHistory.MaxCounts)]
    public void Each_count_is_found_and_nothing_else_is(int held)
    {
        ImmutableArray<CapCount> all = [.. Ids.SelectMany(id => Levels.Select(level => new CapCount(level, id, new(0, 1), default, 0)))];
        var counts = all[..held];
        var index = new CapIndex(counts);
        Assert.All(all, (count, place) => Assert.Equal(place < held ? place : -1, index.Find(counts, count.Level, new(count.Id), IdMark.Of(count.Id))));
        Assert.All(counts, count => Assert.True(index.May(count.Level, IdMark.Of(count.Id))));
    }

    [Fact]
    public void Most_of_what_a_full_history_does_not_hold_shows_at_once()
    {
        var index = new CapIndex([.. Enumerable.Range(0, ViewerHistory.MaxCounts).Select(i => new CapCount(CapLevel.Creative, $"{1_000 + i}", default, default, 0))]);
        Assert.InRange(Enumerable.Range(5_000, 1_000).Count(id => index.May(CapLevel.Creative, IdMark.Of($"{id}"))), 0, 400);
    }

    [Fact]
    public void Different_ids_may_share_a_mark() => Assert.Equal(IdMark.Of("Aa"), IdMark.Of("BB"));
}
