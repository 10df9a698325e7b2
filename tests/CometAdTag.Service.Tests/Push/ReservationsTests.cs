using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Pacing;
using CometAdTag.Service.Push;
using Microsoft.Extensions.Time.Testing;

namespace CometAdTag.Service.Tests.Push;

public sealed class ReservationsTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly Goal goal = new Pacer().Follow(new Snapshot(DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc)
    {
        Campaigns = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary([
            new Campaign("1", "", "", Tier.Remnant, 0, 1, RunStatus.Running, default) { BookedImpressions = 1_000 }], campaign => campaign.Id),
    }, _ => default, DateTimeOffset.UnixEpoch).Of(new Campaign("1", "", "", Tier.Remnant, 0, 1, RunStatus.Running, default))!;

    [Fact]
    public void What_ended_once_is_not_given_back_again()
    {
        var reservations = new Reservations(clock);
        Hold(reservations, 1);
        Hold(reservations, 2);
        Assert.Equal(2, goal.Reserved);
        reservations.GiveBack(Id(1));
        reservations.GiveBack(Id(1));
        Assert.Null(reservations.Take(Id(1)));
        Assert.Same(goal, reservations.Take(Id(2)));
        Assert.Equal(1, goal.Reserved);
    }

    [Fact]
    public void What_nobody_hears_of_is_given_back_once_a_page_cannot_show_it_any_more()
    {
        var reservations = new Reservations(clock);
        Hold(reservations, 1);
        clock.Advance(Rotator.Ttl);
        reservations.Expire();
        Assert.Equal(1, goal.Reserved);
        clock.Advance(TimeSpan.FromMinutes(1));
        reservations.Expire();
        Assert.Equal(0, goal.Reserved);
    }

    [Fact]
    public void What_is_pushed_again_is_held_for_its_whole_time_again_and_given_back_once()
    {
        var reservations = new Reservations(clock);
        Hold(reservations, 1);
        clock.Advance(Rotator.Ttl);
        Assert.True(reservations.Renew(Id(1)));
        clock.Advance(Rotator.Ttl);
        reservations.Expire();
        Assert.Equal(1, goal.Reserved);
        clock.Advance(TimeSpan.FromMinutes(1));
        reservations.Expire();
        Assert.Equal(0, goal.Reserved);
        Assert.False(reservations.Renew(Id(1)));
    }

    private void Hold(Reservations reservations, int id)
    {
        Assert.True(goal.TryReserve());
        reservations.Hold(Id(id), goal);
    }

    private static ImpressionId Id(int id) => ImpressionId.Create(0, (ulong)id);
}
