using CometAdTag.Rotation.Holdout;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Holdout;

public sealed class LiftTests
{
    /// <summary>Worked out apart from this code, with the quantile by integration.</summary>
    [Fact]
    public void It_is_what_the_formula_says()
    {
        var refreshing = Sums(group => 40 + (group % 5), group => 100 + (7 * group * group % 31));
        var holdout = Sums(group => 20 + (group % 3), group => 30 + (5 * group * group % 17));
        var lift = Lift.Of(refreshing, holdout)!.Value;
        Assert.Equal(0.4695848746, lift.Value, 10);
        Assert.Equal(0.418712, lift.Low, 6);
        Assert.Equal(0.522282, lift.High, 6);
    }

    [Fact]
    public void Where_all_groups_are_alike_nothing_is_left_to_chance() =>
        Assert.Equal(new Lift(0.5, 0.5, 0.5), Rounded(Lift.Of(Sums(_ => 40, _ => 120), Sums(_ => 20, _ => 40))!.Value));

    [Fact]
    public void The_unit_of_the_measure_does_not_matter() => Prop.ForAll(Seeds, seed =>
    {
        var (one, other) = (Lift.Of(Any(seed), Any(seed + 1))!.Value, Lift.Of(Any(seed, unit: 1000), Any(seed + 1, unit: 1000))!.Value);
        Assert.Equal(Rounded(one), Rounded(other));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Exchanged_arms_give_the_inverse() => Prop.ForAll(Seeds, seed =>
    {
        var (one, other) = (Lift.Of(Any(seed), Any(seed + 1))!.Value, Lift.Of(Any(seed + 1), Any(seed))!.Value);
        Assert.Equal(1, (1 + one.Value) * (1 + other.Value), 9);
        Assert.Equal(1, (1 + one.Low) * (1 + other.High), 9);
        Assert.Equal(1, (1 + one.High) * (1 + other.Low), 9);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_lift_is_in_its_interval_and_nobody_loses_more_than_everything() => Prop.ForAll(Seeds, seed =>
    {
        var lift = Lift.Of(Any(seed), Any(seed + 1))!.Value;
        Assert.InRange(lift.Value, lift.Low, lift.High);
        Assert.True(lift.Low > -1);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_counted_in_parts_adds_up()
    {
        var (whole, parts) = (Any(7), new ArmSums());
        for (var group = 0; group < PageGroup.Groups; group++)
        {
            parts.Add(group, 30, 0);
            parts.Add(group, 0, Brought(7, group));
        }
        Assert.Equal((whole.Pages, whole.Sum, whole.Groups, whole.PerPage), (parts.Pages, parts.Sum, parts.Groups, parts.PerPage));
        Assert.Equal(Lift.Of(whole, Any(8)), Lift.Of(parts, Any(8)));
    }

    [Theory]
    [InlineData(16, 15)]
    [InlineData(15, 16)]
    public void Fewer_than_1000_pages_in_an_arm_are_too_few(int refreshing, int holdout)
    {
        Assert.Equal(LiftGap.TooFewPages, Lift.Gap(Sums(_ => refreshing, _ => 5), Sums(_ => holdout, _ => 5)));
        Assert.Null(Lift.Of(Sums(_ => refreshing, _ => 5), Sums(_ => holdout, _ => 5)));
        Assert.Null(Lift.Gap(Sums(_ => 16, _ => 5), Sums(_ => 16, _ => 5)));
    }

    [Theory]
    [InlineData(19, 64, LiftGap.TooRare)]
    [InlineData(64, 19, LiftGap.TooRare)]
    [InlineData(0, 0, LiftGap.TooRare)]
    [InlineData(20, 20, null)]
    public void Fewer_than_20_groups_with_any_of_it_are_too_few(int refreshing, int holdout, LiftGap? gap)
    {
        var (one, other) = (Sums(_ => 20, group => group < refreshing ? 1 : 0), Sums(_ => 20, group => group < holdout ? 1 : 0));
        Assert.Equal(gap, Lift.Gap(one, other));
        Assert.Equal(gap is null, Lift.Of(one, other) is not null);
    }

    [Fact]
    public void What_groups_brought_whose_pages_opened_before_the_time_asked_for_is_no_ground_for_an_interval()
    {
        var odd = Sums(group => group == 0 ? 5_000 : 0, _ => 100);
        Assert.Equal(LiftGap.TooRare, Lift.Gap(odd, Any(1)));
        Assert.Null(Lift.Of(odd, Any(1)));
    }

    [Fact]
    public void Without_pages_there_is_no_mean() => Assert.Null(new ArmSums().PerPage);

    private static Arbitrary<int> Seeds => ArbMap.Default.ArbFor<int>().Filter(seed => seed is > 0 and < 100_000);

    private static ArmSums Any(int seed, int unit = 1) => Sums(_ => 30, group => Brought(seed, group) * unit);

    private static long Brought(int seed, int group) => 10 + ((long)seed * (group + 3) * 7919 % 101);

    private static ArmSums Sums(Func<int, long> pages, Func<int, long> brought)
    {
        var sums = new ArmSums();
        for (var group = 0; group < PageGroup.Groups; group++) sums.Add(group, pages(group), brought(group));
        return sums;
    }

    private static Lift Rounded(Lift lift) => new(Math.Round(lift.Value, 9), Math.Round(lift.Low, 9), Math.Round(lift.High, 9));
}
