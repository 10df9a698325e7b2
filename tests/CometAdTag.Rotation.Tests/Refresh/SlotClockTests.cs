using CometAdTag.Rotation.Refresh;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Refresh;

public sealed class SlotClockTests
{
    [Fact]
    public void A_clock_counts_only_while_it_runs()
    {
        var clock = SlotClock.Showing(100);
        Assert.Equal(100, clock.Elapsed(9_999));
        clock.Run(run: true, 1_000);
        clock.Run(run: true, 1_500);
        Assert.Equal(1_100, clock.Elapsed(2_000));
        clock.Run(run: false, 2_000);
        clock.Run(run: false, 3_000);
        Assert.Equal(1_100, clock.Elapsed(9_999));
        clock.Run(run: true, 10_000);
        Assert.Equal(1_101, clock.Elapsed(10_001));
    }

    [Fact]
    public void A_clock_shows_the_sum_of_the_times_it_ran() =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(Step)), steps =>
        {
            var clock = default(SlotClock);
            var (now, ran, runs) = (0L, 0L, false);
            foreach (var (run, wait) in steps)
            {
                now += wait;
                if (runs) ran += wait;
                clock.Run(run, now);
                runs = run;
                Assert.Equal(ran, clock.Elapsed(now));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_clock_never_goes_back_and_counts_no_time_twice_where_callers_come_in_another_order() =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(Step)), steps =>
        {
            var clock = default(SlotClock);
            var (latest, before) = (0L, 0L);
            foreach (var (run, now) in steps)
            {
                clock.Run(run, now);
                latest = Math.Max(latest, now);
                Assert.InRange(clock.Elapsed(now), before, latest);
                if (!run) before = clock.Elapsed(now);
            }
        }).QuickCheckThrowOnFailure();

    private static Gen<(bool Run, long Ms)> Step =>
        from run in Gen.Choose(0, 1)
        from ms in Gen.Choose(0, 1_000)
        select (run == 1, (long)ms);
}
