using System.Collections.Concurrent;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Push;

/// <summary>Times each withdrawal until its page confirms it, on whatever way the receipt comes; what is not confirmed in ten minutes is forgotten.</summary>
internal sealed class WithdrawalTimes(ServiceClock clock, Instruments instruments)
{
    private const int Most = 500_000;
    private const long Kept = 600_000;

    private readonly ConcurrentDictionary<ImpressionId, long> since = new();
    // Its own Count locks all of the dictionary, too slow for every page of a withdrawal
    private int count;

    /// <summary>A page is told to take this off; begun at, in monotonic ms.</summary>
    public void Begin(Impression withdrawn, long begunAt)
    {
        if (Volatile.Read(ref count) < Most && since.TryAdd(withdrawn.Id, begunAt)) Interlocked.Increment(ref count);
    }

    /// <summary>The page says that it is off.</summary>
    public void Confirm(Impression withdrawn)
    {
        if (Remove(withdrawn.Id) is { } begunAt) instruments.Withdrawn(TimeSpan.FromMilliseconds(clock.Monotonic - begunAt));
    }

    public void ForgetOld()
    {
        var oldest = clock.Monotonic - Kept;
        foreach (var (id, begunAt) in since)
            if (begunAt < oldest) Remove(id);
    }

    private long? Remove(ImpressionId id)
    {
        if (!since.TryRemove(id, out var begunAt)) return null;
        Interlocked.Decrement(ref count);
        return begunAt;
    }
}
