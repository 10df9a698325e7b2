using CometAdTag.Rotation.Campaigns;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Tests.AdServer;

public sealed class SnapshotsTests
{
    private readonly SetClock clock = new();
    private readonly Snapshots snapshots;

    public SnapshotsTests() => snapshots = new(clock, new(new AdServerOptions { MaxSnapshotAge = TimeSpan.FromHours(6) }));

    [Fact]
    public void Without_a_snapshot_there_are_no_campaigns_and_all_is_too_old()
    {
        Assert.Same(Snapshot.Empty, snapshots.Current);
        Assert.Equal((false, true, null, null), (snapshots.HasOne, snapshots.IsTooOld, snapshots.Age, snapshots.PulledAt));
    }

    [Fact]
    public void A_wall_clock_that_jumps_does_not_make_the_snapshot_old()
    {
        snapshots.Replace(Snapshot.Empty, clock.Wall);
        clock.Wall += TimeSpan.FromHours(12);
        clock.Running += TimeSpan.FromMinutes(1);
        Assert.Equal((TimeSpan.FromMinutes(1), false), (snapshots.Age, snapshots.IsTooOld));
    }

    [Fact]
    public void A_snapshot_of_the_future_is_new() // kept on disk, before the clock was set back
    {
        snapshots.Replace(Snapshot.Empty, clock.Wall.AddHours(1));
        Assert.Equal(TimeSpan.Zero, snapshots.Age);
    }

    [Fact]
    public void A_snapshot_is_too_old_when_it_was_not_confirmed_for_longer_than_max_snapshot_age()
    {
        snapshots.Replace(Snapshot.Empty, clock.Wall);
        clock.Running += TimeSpan.FromHours(6);
        Assert.False(snapshots.IsTooOld);
        clock.Running += TimeSpan.FromTicks(1);
        Assert.True(snapshots.IsTooOld);
        snapshots.Confirm(clock.Wall);
        Assert.False(snapshots.IsTooOld);
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        public TimeSpan Running { get; set; }
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override DateTimeOffset GetUtcNow() => Wall;
        public override long GetTimestamp() => Running.Ticks;
    }
}
