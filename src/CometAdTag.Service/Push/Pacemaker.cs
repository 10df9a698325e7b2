using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Pacing;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.Push;

/// <summary>
/// Keeps the goals of the campaigns: tells the pacer of snapshots, of what the ledger recorded and each second of the time, and holds what
/// is reserved for pushes under way.
/// </summary>
internal sealed class Pacemaker : IHostedService, IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly Lock following = new();
    private readonly Pacer pacer = new();
    private readonly DeliveredHere here;
    private readonly Reservations reservations;
    private readonly DayStarts days;
    private readonly TimeProvider time;
    private volatile Followed followed = new(Snapshot.Empty, Goals.None);
    private ITimer? timer;

    public Pacemaker(SourceAtStart source, DeliveredHere here, Reservations reservations, DayStarts days, TimeProvider time)
    {
        (this.here, this.reservations, this.days, this.time) = (here, reservations, days, time);
        // Where the ad server decides each fill, it keeps its goals itself
        if (!source.IsDelegated) here.TurnOn(Recorded);
    }

    /// <summary>The live counts of a snapshot; one that is followed already is not followed anew.</summary>
    public Goals Follow(Snapshot snapshot)
    {
        lock (following)
        {
            if (ReferenceEquals(followed.Snapshot, snapshot)) return followed.Goals;
            var now = time.GetUtcNow();
            var before = days.Of(LocalDay.Of(now, snapshot.TimeZone).Date);
            here.Count(snapshot.Counted, snapshot.TimeZone, own =>
                followed = new(snapshot, pacer.Follow(snapshot, id => own(id) with { BeforeToday = before.TryGetValue(id, out var count) ? count : null }, now)));
            var hour = now.ToUnixTimeSeconds() / 3600;
            pacer.Recall(here.TakeRequests().Where(known => known.Hour < hour).Select(known => (known.Zone, DateTimeOffset.FromUnixTimeSeconds(known.Hour * 3600), known.Requests)));
            KeepDay();
            return followed.Goals;
        }
    }

    /// <summary>Keeps what a decision reserved for the push that it became.</summary>
    public void Hold(Impression impression, Goal? reserved)
    {
        if (reserved is not null) reservations.Hold(impression.Id, reserved);
    }

    /// <summary>Reserves once more for a push that may yet be rendered; false where the goal is reached.</summary>
    public bool HoldAgain(Impression impression)
    {
        if (reservations.Renew(impression.Id) || GoalOf(impression) is not { } goal) return true;
        if (!goal.TryReserve()) return false;
        reservations.Hold(impression.Id, goal);
        return true;
    }

    /// <summary>A push ended without being rendered.</summary>
    public void GiveBack(Impression? impression)
    {
        if (impression is { } ended) reservations.GiveBack(ended.Id);
    }

    /// <summary>Null where the campaign has no goal.</summary>
    public GoalReport? Report(string campaign) => pacer.Report(campaign, time.GetUtcNow());

    public Task StartAsync(CancellationToken cancellationToken)
    {
        timer = time.CreateTimer(_ => Steer(), null, Beat, Beat);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => timer?.Dispose();

    private void Steer()
    {
        reservations.Expire();
        var day = pacer.Day;
        pacer.Steer(time.GetUtcNow());
        if (pacer.Day == day) return;
        lock (following) KeepDay();
    }

    private void KeepDay()
    {
        if (pacer.BeforeToday() is { Count: > 0 } before) days.Keep(pacer.Day, before);
    }

    private void Recorded(Impression impression, Stage stage)
    {
        var goal = GoalOf(impression);
        if (stage == Stage.Clicked)
        {
            goal?.Click();
            return;
        }
        var reserved = reservations.Take(impression.Id);
        goal?.Book(wasReserved: reserved == goal);
        // The campaign was away meanwhile, and came back
        if (reserved != goal) reserved?.GiveBack();
    }

    private Goal? GoalOf(Impression impression)
    {
        var (snapshot, goals) = followed;
        return snapshot.Campaigns.TryGetValue(impression.Campaign, out var campaign) ? goals.Of(campaign) : null;
    }

    private sealed record Followed(Snapshot Snapshot, Goals Goals);
}
