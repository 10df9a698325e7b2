using CometAdTag.Rotation.Pacing;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Pacing;

public sealed class EvenSpeedTests
{
    [Fact]
    public void It_is_the_same_in_every_hour_where_there_is_traffic_enough() => Assert.Equal(5, Of(100, 20, 3, _ => 6), 6);

    [Fact]
    public void What_quiet_hours_cannot_bring_is_spread_over_the_others() => Assert.Equal(9, Of(200, 24, 0, hour => hour % 24 < 4 ? 5 : 100), 6);

    [Fact]
    public void It_is_without_end_where_the_traffic_is_too_little() => Assert.Equal(double.PositiveInfinity, Of(200, 24, 0, _ => 8));

    [Fact]
    public void Where_nothing_is_known_of_the_traffic_there_is_enough() => Assert.Equal(8, EvenSpeed.Of(24, 3, 0, []));

    [Fact]
    public void What_it_brings_by_a_plain_walk_through_the_hours_is_the_amount() => Prop.ForAll(
        Gen.Choose(0, 100).ArrayOf(168).ToArbitrary(), Gen.Choose(1, 50_000).ToArbitrary(), Gen.Choose(0, 16_799).Two().ToArbitrary(),
        (capacity, amount, times) =>
        {
            var (at, hours) = (times.Item1 / 100.0, (times.Item2 + 1) / 20.0);
            var speed = EvenSpeed.Of(amount, hours, at, [.. capacity.Select(Convert.ToDouble)]);
            var brought = Walk(speed, hours, at, capacity);
            return double.IsInfinity(speed) ? brought < amount + 0.001 : Math.Abs(brought - amount) < 0.001 * amount;
        }).QuickCheckThrowOnFailure();

    private static double Walk(double speed, double hours, double at, int[] capacity)
    {
        var brought = 0.0;
        for (var end = at + hours; end - at > 1e-9;)
        {
            var next = Math.Min(end, Math.Floor(at + 1e-12) + 1);
            brought += (next - at) * Math.Min(speed, capacity[(int)(at + 1e-12) % 168]);
            at = next;
        }
        return brought;
    }

    private static double Of(double amount, double hours, double at, Func<int, double> capacity) =>
        EvenSpeed.Of(amount, hours, at, [.. Enumerable.Range(0, 168).Select(capacity)]);
}
