using CometAdTag.Rotation.Holdout;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Holdout;

public sealed class PageGroupTests
{
    private const int Pages = 100_000;

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void The_part_of_pages_is_held_out(double part)
    {
        var heldOut = All(part).Count(group => group.IsHeldOut);
        // Five standard deviations
        var reach = 5 * Math.Sqrt(part * (1 - part) * Pages);
        Assert.InRange(heldOut, (part * Pages) - reach, (part * Pages) + reach);
    }

    [Fact]
    public void Pages_are_spread_evenly_over_the_groups_of_both_arms()
    {
        foreach (var arm in All(0.5).GroupBy(group => group.Arm))
        {
            var expected = arm.Count() / (double)PageGroup.Groups;
            var groups = arm.CountBy(group => group.Number).ToList();
            Assert.Equal(PageGroup.Groups, groups.Count);
            // Chi square of 63 degrees: one in a million is above 125
            Assert.InRange(groups.Sum(group => (group.Value - expected) * (group.Value - expected) / expected), 20, 125);
        }
    }

    [Fact]
    public void A_larger_part_holds_out_the_same_pages_and_more_and_moves_none_to_another_number() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(Guid Page, ushort One, ushort Other)>(), any =>
        {
            var (less, more) = (Math.Min(any.One, any.Other) / 131_070d, Math.Max(any.One, any.Other) / 131_070d);
            var (one, other) = (PageGroup.Of(any.Page.ToString(), less), PageGroup.Of(any.Page.ToString(), more));
            Assert.True(!one.IsHeldOut || other.IsHeldOut);
            if (less > 0) Assert.Equal(one.Number, other.Number);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_arm_says_nothing_of_the_number() =>
        Assert.Equal(2 * PageGroup.Groups, All(0.5).Distinct().Count());

    /// <summary>Other nodes and later releases must put the same page in the same group.</summary>
    [Fact]
    public void A_pages_group_is_the_same_for_ever()
    {
        Assert.Equal((Arm.Refreshing, 12), Told(PageGroup.Of("AAAAAAAAAAAAAAAAAAAAAA", 0.5)));
        Assert.Equal((Arm.Holdout, 7), Told(PageGroup.Of("u7Zk3pQ9sXb1LmN0rTyVwA", 0.5)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Without_a_part_no_page_is_in_any(double part) => Assert.All(All(part).Take(1000), group => Assert.True(group.IsNone));

    [Fact]
    public void A_code_stands_for_one_group()
    {
        var all = (from arm in Enum.GetValues<Arm>() from number in Enumerable.Range(0, PageGroup.Groups) select PageGroup.Of(arm, number)).ToList();
        Assert.Equal(128, all.Select(group => group.Code).Distinct().Count());
        Assert.All(all, group => Assert.Equal(group, PageGroup.FromCode(group.Code)));
        Assert.All(all, group => Assert.Equal(group, PageGroup.Of(group.Arm, group.Number)));
        Assert.All(all, group => Assert.False(group.IsNone));
        Assert.All(all, group => Assert.Equal(group.Arm is Arm.Holdout, group.IsHeldOut));
        Assert.True(PageGroup.FromCode(0).IsNone);
        Assert.True(PageGroup.FromCode(129).IsNone);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public void An_arm_has_64_groups(int number) => Assert.Throws<ArgumentOutOfRangeException>(() => PageGroup.Of(Arm.Refreshing, number));

    private static IEnumerable<PageGroup> All(double part) => Enumerable.Range(0, Pages).Select(page => PageGroup.Of($"page {page}", part));

    private static (Arm, int) Told(PageGroup group) => (group.Arm, group.Number);
}
