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

    /// <summary>A page is told to take this off; begun at, in monotonic ms.</summary>
    public void Begin(Impression withdrawn, long begunAt)
    {
        if (since.Count < Most) since.TryAdd(withdrawn.Id, begunAt);
    }

    /// <summary>The page says that it is off.</summary>
    public void Confirm(Impression withdrawn)
    {
        if (since.TryRemove(withdrawn.Id, out var begunAt)) instruments.Withdrawn(TimeSpan.FromMilliseconds(clock.Monotonic - begunAt));
    }

    public void ForgetOld()
    {
        var oldest = clock.Monotonic - Kept;
        foreach (var (id, begunAt) in since)
            if (begunAt < oldest) since.TryRemove(id, out _);
    }
}
