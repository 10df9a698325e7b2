using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Rotation.Tests.Delivery;

/// <summary>When a cap bars a viewer, by what was shown when; times in seconds.</summary>
public sealed class CapTests
{
    [Theory]
    [InlineData(2, 0, 0, new int[0], 0, false), InlineData(2, 0, 0, new[] { 0 }, 1, false)]
    [InlineData(2, 0, 0, new[] { 0, 10 }, 10, true), InlineData(2, 0, 0, new[] { 0, 10 }, 29 * 86_400, true), InlineData(2, 0, 0, new[] { 0, 10 }, 31 * 86_400, false)]
    [InlineData(2, 0, 60, new[] { 0 }, 1, false), InlineData(2, 0, 60, new[] { 0, 10 }, 70, true), InlineData(2, 0, 60, new[] { 0, 10 }, 71, false)]
    [InlineData(2, 0, 60, new[] { 0, 10, 71 }, 72, false), InlineData(2, 0, 60, new[] { 0, 10, 71, 72 }, 73, true)]
    [InlineData(0, 0, 60, new[] { 0 }, 60, true), InlineData(0, 0, 60, new[] { 0 }, 61, false), InlineData(0, 0, 60, new[] { 0, 61 }, 62, true)]
    [InlineData(0, 2, 0, new[] { 0 }, 10, false), InlineData(0, 2, 0, new[] { 0, 10 }, 1_810, true), InlineData(0, 2, 0, new[] { 0, 10 }, 1_811, false)]
    [InlineData(0, 1, 20, new[] { 0 }, 20, true), InlineData(0, 1, 20, new[] { 0 }, 21, false)]
    [InlineData(3, 1, 0, new[] { 0 }, 10, true), InlineData(3, 1, 0, new[] { 0 }, 1_801, false), InlineData(3, 1, 0, new[] { 0, 1_801, 3_602 }, 9_000, true)]
    [InlineData(0, 0, 0, new[] { 0, 1, 2 }, 3, false)]
    public void A_cap_bars_until_its_seconds_are_over_and_without_seconds_for_good(int total, int session, int seconds, int[] shown, int at, bool isCapped)
    {
        var use = ViewerSample.Use("1", total, session, seconds);
        var history = ViewerHistory.Empty;
        foreach (var each in shown) history = history.With([use], ViewerSample.Now.AddSeconds(each));
        Assert.Equal(isCapped, IsCapped(history, use, at));
    }

    [Theory]
    [InlineData(3, 0), InlineData(0, 3)]
    public void What_was_under_way_when_the_cap_was_reached_begins_no_new_round_of_a_cap_without_seconds(int total, int session)
    {
        var use = ViewerSample.Use("1", total, session);
        Assert.True(IsCapped(ViewerHistory.Empty.Shown(use, 4, TimeSpan.Zero), use, 1));
    }

    [Fact]
    public void A_cap_bars_by_its_own_level_and_id_only()
    {
        var use = ViewerSample.Use("1", total: 1, level: CapLevel.Campaign);
        var history = ViewerHistory.Empty.Shown(use, 1, TimeSpan.Zero);
        Assert.True(IsCapped(history, use, 1));
        Assert.False(IsCapped(history, use with { Level = CapLevel.Zone }, 1));
        Assert.False(IsCapped(history, use with { Id = "2" }, 1));
    }

    [Fact]
    public void A_decision_under_caps_allocates_nothing()
    {
        FrequencyCap cap = new(2, 1, 600);
        Creative[] linked = [.. Enumerable.Range(0, 50).Select(i => Sample.Creative($"{i}", Sample.Campaign($"c{i}") with { Cap = cap }) with { Cap = cap })];
        var zone = Sample.Zone with { Cap = new(99, 0, 0) };
        var history = linked.Take(30).Aggregate(ViewerHistory.Empty, (seen, creative) => seen.With(CapUse.Of(zone, creative), Sample.Now));
        var snapshot = Sample.Snapshot(linked);
        Assert.Equal(0, Allocated.By(() =>
        {
            for (var i = 0; i < 100; i++) Selector.Choose(snapshot, new SlotRequest { Zone = zone, History = history }, Sample.Now, 0.5);
        }));
    }

    private static bool IsCapped(ViewerHistory history, CapUse use, int at) => history.IsCapped(use.Level, use.Id, use.Cap, ViewerSample.Now.AddSeconds(at));
}
