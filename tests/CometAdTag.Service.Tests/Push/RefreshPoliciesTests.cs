using System.Collections.Frozen;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Service.Push;
using CometAdTag.Service.Tests.Access;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometAdTag.Service.Tests.Push;

public sealed class RefreshPoliciesTests
{
    private static readonly TimeSpan S40 = TimeSpan.FromSeconds(40), S50 = TimeSpan.FromSeconds(50), S60 = TimeSpan.FromSeconds(60);

    [Fact]
    public void Settings_of_the_zone_win_over_the_feed_and_the_feed_over_the_default_value_by_value()
    {
        var options = new RefreshOptions
        {
            Default = new() { Interval = S40, MaxRefreshes = 4, OnNavigate = OnNavigate.Keep },
            Zones = { ["1"] = new() { Interval = S60 } },
        };
        var policy = Policy(options, new(Interval: S50, MaxRefreshes: 5));
        Assert.Equal(new RefreshPolicy(S60, 5, Enabled: true, Triggers.All, OnNavigate.Keep), policy);
    }

    [Fact]
    public void What_nobody_sets_is_every_30_s_at_most_10_times_by_all_triggers() =>
        Assert.Equal(new RefreshPolicy(TimeSpan.FromSeconds(30), 10, Enabled: true, Triggers.All, OnNavigate.Rotate), Policy(new(), RefreshOverrides.None));

    [Theory]
    [InlineData(29.999, false, 30)]
    [InlineData(30, false, 30)]
    [InlineData(30.001, false, 30.001)]
    [InlineData(1, true, 1)]
    public void An_interval_under_30_s_is_raised_unless_short_ones_are_allowed(double seconds, bool allowed, double expected)
    {
        var policy = Policy(new() { AllowShortIntervals = allowed }, new(Interval: TimeSpan.FromSeconds(seconds)));
        Assert.Equal(TimeSpan.FromSeconds(expected), policy.Interval);
    }

    [Fact]
    public void A_raised_interval_is_named_in_the_log_with_its_zone()
    {
        var log = new Logs();
        RefreshPolicies.Of(SnapshotWith(new(Interval: TimeSpan.FromSeconds(5))), new RefreshOptions(), PolicySet.None, log);
        Assert.Contains("Zone 1: the refresh interval 00:00:05 is raised to 00:00:30", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_any_zone_may_come_those_that_were_set_have_their_own_policy_and_all_others_the_default()
    {
        var options = new RefreshOptions { Default = new() { Interval = S40 }, Zones = { ["1"] = new() { Interval = S50 } } };
        var set = PolicySet.None with { Zones = new Dictionary<string, RefreshOverrides> { ["2"] = new(Interval: S60) }.ToFrozenDictionary() };
        var policies = RefreshPolicies.OfAny(options, set, NullLogger.Instance);

        Assert.Equal((S50, S60, S40), (policies.For("1").Interval, policies.For("2").Interval, policies.For("4711").Interval));
        Assert.Equal(RefreshPlace.Default, policies.Resolved("4711").From(says => says.Interval is not null));
    }

    private static RefreshPolicy Policy(RefreshOptions options, RefreshOverrides feed)
    {
        var snapshot = SnapshotWith(feed);
        return RefreshPolicies.Of(snapshot, options, PolicySet.None, NullLogger.Instance).For("1");
    }

    private static Snapshot SnapshotWith(RefreshOverrides refresh)
    {
        var zone = new Zone("1", "1", "z", 300, 250) { Refresh = refresh };
        return Snapshot.Empty with { Zones = new[] { zone }.ToFrozenDictionary(each => each.Id) };
    }
}
