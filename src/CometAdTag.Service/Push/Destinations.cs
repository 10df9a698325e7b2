using CometAdTag.Rotation.Campaigns;
using Microsoft.Extensions.Caching.Memory;

namespace CometAdTag.Service.Push;

/// <summary>Where creatives lead: those of the campaigns, and those that left them less than 30 days ago; of these at most 100,000, the longest unused go first.</summary>
internal sealed class Destinations(TimeProvider time) : IDisposable
{
    private const int Most = 100_000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly MemoryCache past = new(new MemoryCacheOptions { SizeLimit = Most, Clock = new CacheClock(time) });
    private volatile IReadOnlyDictionary<string, Creative> current = Snapshot.Empty.Creatives;

    public void Serve(IReadOnlyDictionary<string, Creative> creatives)
    {
        var left = current;
        current = creatives;
        foreach (var creative in left.Values)
            past.Set(creative.Id, creative.Destination, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
    }

    /// <summary>The destination, "" where the creative has none of its own; null where it is not known.</summary>
    public string? Of(string creative) => current.TryGetValue(creative, out var known) ? known.Destination : past.Get<string>(creative);

    public void Dispose() => past.Dispose();
}
