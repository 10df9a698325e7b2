using System.Collections.Immutable;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.AdServer;

/// <summary>The snapshot that all decisions are made from, replaced whole; safe on any thread.</summary>
internal sealed class Snapshots(TimeProvider time, Live<AdServerOptions> options)
{
    private volatile Held? held;
    private ImmutableList<Action<Snapshot, Snapshot>> listeners = [];

    /// <summary>The empty snapshot until there was a first one.</summary>
    public Snapshot Current => held?.Snapshot ?? Snapshot.Empty;

    public bool HasOne => held is not null;

    /// <summary>When the ad server last said that this snapshot is what it has.</summary>
    public DateTimeOffset? PulledAt => held?.PulledAt;

    /// <summary>How long ago that was, by a clock that nobody sets; null while there is no snapshot.</summary>
    public TimeSpan? Age => held is { } one ? one.AgeThen + time.GetElapsedTime(one.Stamp) : null;

    /// <summary>There is no snapshot, or none that was confirmed within AdServer:MaxSnapshotAge.</summary>
    public bool IsTooOld => !(Age <= options.Value.MaxSnapshotAge);

    /// <summary>The last pull found the ad server away or out of order; false where there is none.</summary>
    public bool IsAdServerAway { get; set => Volatile.Write(ref field, value); }

    /// <summary>Tells of each replacement, with the old and the new snapshot, after it is in place; on the puller's thread, so it must not block.</summary>
    public void OnChange(Action<Snapshot, Snapshot> listener) => ImmutableInterlocked.Update(ref listeners, all => all.Add(listener));

    public void Replace(Snapshot snapshot, DateTimeOffset pulledAt)
    {
        var old = Current;
        held = Hold(snapshot, pulledAt);
        foreach (var listener in listeners) listener(old, snapshot);
    }

    /// <summary>The ad server says that nothing changed.</summary>
    public void Confirm(DateTimeOffset at)
    {
        if (held is { } one) held = Hold(one.Snapshot, at);
    }

    private Held Hold(Snapshot snapshot, DateTimeOffset pulledAt)
    {
        var age = time.GetUtcNow() - pulledAt;
        return new(snapshot, pulledAt, age > TimeSpan.Zero ? age : TimeSpan.Zero, time.GetTimestamp());
    }

    private sealed record Held(Snapshot Snapshot, DateTimeOffset PulledAt, TimeSpan AgeThen, long Stamp);
}
