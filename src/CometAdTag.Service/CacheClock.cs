namespace CometAdTag.Service;

/// <summary>The service's time, as the memory cache asks for it.</summary>
internal sealed class CacheClock(TimeProvider time) : Microsoft.Extensions.Internal.ISystemClock
{
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
