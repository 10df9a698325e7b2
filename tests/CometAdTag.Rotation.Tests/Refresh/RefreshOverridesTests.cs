using CometAdTag.Rotation.Refresh;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Refresh;

public sealed class RefreshOverridesTests
{
    private static readonly RefreshPolicy Inherited = new(TimeSpan.FromSeconds(60), 7, true, Triggers.User, OnNavigate.Keep);

    public static TheoryData<RefreshOverrides, RefreshPolicy> OneValue => new()
    {
        { RefreshOverrides.None, Inherited },
        { new(Interval: TimeSpan.FromSeconds(45)), Inherited with { Interval = TimeSpan.FromSeconds(45) } },
        { new(MaxRefreshes: 0), Inherited with { MaxRefreshes = 0 } },
        { new(Enabled: false), Inherited with { Enabled = false } },
        { new(Triggers: Triggers.None), Inherited with { Triggers = Triggers.None } },
        { new(OnNavigate: OnNavigate.Rotate), Inherited with { OnNavigate = OnNavigate.Rotate } },
    };

    [Theory]
    [MemberData(nameof(OneValue))]
    public void A_value_that_is_set_replaces_that_value_and_no_other(RefreshOverrides overrides, RefreshPolicy expected) =>
        Assert.Equal(expected, overrides.Over(Inherited));

    [Fact]
    public void The_defaults_are_those_of_the_settings() =>
        Assert.Equal(new(TimeSpan.FromSeconds(30), 10, true, Triggers.All, OnNavigate.Rotate), RefreshPolicy.Default);

    [Fact]
    public void The_nearest_place_that_sets_a_value_wins_value_by_value() =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(Place)), places =>
        {
            var policy = places.Reverse().Aggregate(Inherited, (below, place) => place.Over(below));
            var expected = new RefreshPolicy(
                places.Select(place => place.Interval).FirstOrDefault(value => value is not null) ?? Inherited.Interval,
                places.Select(place => place.MaxRefreshes).FirstOrDefault(value => value is not null) ?? Inherited.MaxRefreshes,
                places.Select(place => place.Enabled).FirstOrDefault(value => value is not null) ?? Inherited.Enabled,
                places.Select(place => place.Triggers).FirstOrDefault(value => value is not null) ?? Inherited.Triggers,
                places.Select(place => place.OnNavigate).FirstOrDefault(value => value is not null) ?? Inherited.OnNavigate);
            Assert.Equal(expected, policy);
        }).QuickCheckThrowOnFailure();

    private static Gen<RefreshOverrides> Place =>
        from set in Gen.Choose(0, 31)
        from value in Gen.Choose(0, 7)
        select new RefreshOverrides(
            (set & 1) == 0 ? null : TimeSpan.FromSeconds(30 + value),
            (set & 2) == 0 ? null : value,
            (set & 4) == 0 ? null : value % 2 == 0,
            (set & 8) == 0 ? null : (Triggers)value,
            (set & 16) == 0 ? null : (OnNavigate)(value % 2));
}
