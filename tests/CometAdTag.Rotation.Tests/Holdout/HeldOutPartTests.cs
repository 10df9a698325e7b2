using System.Diagnostics.CodeAnalysis;
using CometAdTag.Rotation.Holdout;

namespace CometAdTag.Rotation.Tests.Holdout;

[SuppressMessage("Security", "CA5394", Justification = "Made-up pages, made the same way each time")]
public sealed class HeldOutPartTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    [InlineData(0.01)]
    public void Chance_alone_is_steady(double part)
    {
        var chance = new Random(1);
        for (var time = 0; time < 300; time++) Assert.True(HeldOutPart.IsSteady(Hours(chance, 24 * 14, _ => part)));
    }

    [Theory]
    [InlineData(0.1, 0.2)]
    [InlineData(0.5, 0.4)]
    [InlineData(0.02, 0.06)]
    public void A_changed_part_is_found(double before, double after)
    {
        var chance = new Random(1);
        for (var time = 0; time < 100; time++) Assert.False(HeldOutPart.IsSteady(Hours(chance, 100, hour => hour < 50 ? before : after)));
    }

    [Fact]
    public void So_is_one_that_changed_for_a_short_time() =>
        Assert.False(HeldOutPart.IsSteady(Hours(new Random(1), 24 * 14, hour => hour is > 100 and < 110 ? 0.5 : 0.1)));

    [Fact]
    public void Where_nothing_opened_or_only_pages_of_one_arm_nothing_changed()
    {
        Assert.True(HeldOutPart.IsSteady([]));
        Assert.True(HeldOutPart.IsSteady([(0, 0), (0, 0)]));
        Assert.True(HeldOutPart.IsSteady([(5000, 0), (9000, 0)]));
        Assert.True(HeldOutPart.IsSteady([(0, 5000), (0, 100)]));
    }

    /// <summary>Pages of each hour, more by day than by night.</summary>
    private static List<(long Refreshing, long Holdout)> Hours(Random chance, int hours, Func<int, double> part)
    {
        var all = new List<(long, long)>();
        for (var hour = 0; hour < hours; hour++)
        {
            var (pages, heldOut) = (hour % 24 < 7 ? 10 : 200, 0);
            for (var page = 0; page < pages; page++) heldOut += chance.NextDouble() < part(hour) ? 1 : 0;
            all.Add((pages - heldOut, heldOut));
        }
        return all;
    }
}
