using System.Collections.Immutable;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Impressions;
using Microsoft.Extensions.Caching.Memory;

namespace CometAdTag.Service.Push;

/// <summary>What each pushed creative counts against, and in whose book, until a receipt says that it was shown; for 15 minutes, at most 200,000.</summary>
internal sealed class PendingCaps(TimeProvider time) : IDisposable
{
    private const int Most = 200_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    private readonly MemoryCache pending = new(new MemoryCacheOptions { SizeLimit = Most, Clock = new CacheClock(time) });

    public void Keep(ImpressionId id, ImmutableArray<CapUse> uses, ViewerBook viewer)
    {
        if (uses.IsEmpty) return;
        pending.Set(id, new PendingCap(uses, viewer), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
    }

    /// <summary>Each is taken once, however many receipts come.</summary>
    public PendingCap? Take(ImpressionId id)
    {
        if (pending.Get<PendingCap>(id) is not { } found || !found.TryTake()) return null;
        pending.Remove(id);
        return found;
    }

    public void Dispose() => pending.Dispose();
}

/// <summary>What one impression counts against, and the book of the page that it was pushed to.</summary>
internal sealed class PendingCap(ImmutableArray<CapUse> uses, ViewerBook viewer)
{
    private int taken;

    public ImmutableArray<CapUse> Uses => uses;

    public ViewerBook Viewer => viewer;

    public bool TryTake() => Interlocked.Exchange(ref taken, 1) == 0;
}
