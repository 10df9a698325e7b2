namespace CometAdTag.Service;

/// <summary>The two times the service reads: monotonic for clocks of slots and pages, Unix for what is written down. Both in ms.</summary>
internal sealed class ServiceClock(TimeProvider time)
{
    private readonly long origin = time.GetTimestamp();

    public TimeProvider Time => time;

    public long Monotonic => (long)time.GetElapsedTime(origin).TotalMilliseconds;

    public long Unix => time.GetUtcNow().ToUnixTimeMilliseconds();
}
