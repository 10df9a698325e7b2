using CometAdTag.Rotation.Campaigns;
using Microsoft.Extensions.Caching.Memory;

namespace CometAdTag.Service.Push;

/// <summary>Where creatives lead, also those that left the campaigns less than 30 days ago; at most 100,000, the longest unused go first.</summary>
internal sealed class Destinations(TimeProvider time) : IDisposable
{
    private const int Most = 100_000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Most, Clock = new CacheClock(time) });

    public void Remember(IEnumerable<Creative> creatives)
    {
        foreach (var creative in creatives)
            cache.Set(creative.Id, creative.Destination, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
    }

    /// <summary>The destination, "" where the creative has none of its own; null where it is not known.</summary>
    public string? Of(string creative) => cache.Get<string>(creative);

    public void Dispose() => cache.Dispose();

    private sealed class CacheClock(TimeProvider time) : Microsoft.Extensions.Internal.ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
