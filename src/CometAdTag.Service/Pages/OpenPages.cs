using System.Collections.Concurrent;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Pages;

/// <summary>All pages of this node, and what they share: clock, wheel, settings and bounds.</summary>
internal sealed class OpenPages(ServiceClock clock, PageWheel wheel, Live<PagesOptions> options, Instruments instruments, Chance chance)
{
    /// <summary>A poll is held this long, in ms.</summary>
    public const long PollHold = 25_000;

    private readonly ConcurrentDictionary<string, Page> pages = new();
    private readonly ConcurrentDictionary<string, int> addresses = new();
    private readonly int most = Math.Min(options.Value.MaxPages, Descriptors.ForPages());
    private int count;

    public ServiceClock Clock => clock;

    public PageWheel Wheel => wheel;

    public Instruments Instruments => instruments;

    public int Most => most;

    public int Count => Volatile.Read(ref count);

    public IEnumerable<Page> All => pages.Values;

    public long HeartbeatMs => (long)options.Value.Heartbeat.TotalMilliseconds;

    /// <summary>A page itself leaves at the end of the grace; the service waits two heartbeats more.</summary>
    public long HiddenMs => (long)options.Value.HiddenGrace.TotalMilliseconds + (2 * HeartbeatMs);

    /// <summary>Counts a page in; refused where there are too many.</summary>
    public Refused? Add(Page page)
    {
        if (Interlocked.Increment(ref count) > most)
        {
            Interlocked.Decrement(ref count);
            return new(CloseReason.Limit, $"this node holds {most} pages and no more");
        }
        var ofAddress = addresses.AddOrUpdate(page.Origin.Address, 1, static (_, pages) => pages + 1);
        if (ofAddress > options.Value.MaxPagesPerAddress)
        {
            Interlocked.Decrement(ref count);
            LeaveAddress(page.Origin.Address);
            return new(CloseReason.Limit, $"one address may have {options.Value.MaxPagesPerAddress} pages and no more");
        }
        pages[page.Id] = page;
        return null;
    }

    public Page? Find(string id) => pages.GetValueOrDefault(id);

    /// <summary>Counts it out, once for each time it was counted in.</summary>
    public void Remove(Page page)
    {
        wheel.Set(page, long.MaxValue);
        if (!pages.TryRemove(KeyValuePair.Create(page.Id, page))) return;
        Interlocked.Decrement(ref count);
        LeaveAddress(page.Origin.Address);
        if (page.TransportName.Length > 0) instruments.PageClosed(page.TransportName);
    }

    /// <summary>When a page may come back, with full jitter so that they do not all come at once.</summary>
    public TimeSpan RetryAfter(CloseReason reason)
    {
        var within = reason switch
        {
            CloseReason.Overload => 10_000,
            CloseReason.Limit => 30_000,
            CloseReason.Shutdown or CloseReason.Slow => 3_000,
            _ => 0,
        };
        return TimeSpan.FromMilliseconds((int)(chance.Draw() * within));
    }

    private void LeaveAddress(string address)
    {
        var left = addresses.AddOrUpdate(address, 0, static (_, pages) => pages - 1);
        if (left == 0) addresses.TryRemove(KeyValuePair.Create(address, 0));
    }
}
