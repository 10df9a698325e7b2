using System.Collections.Concurrent;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Pages;

/// <summary>All pages of this node, and what they share: clock, wheel, settings and bounds.</summary>
internal sealed class OpenPages(ServiceClock clock, PageWheel wheel, Live<PagesOptions> options, Instruments instruments, Chance chance, Urgency urgency, ILogger<OpenPages> log)
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

    public Urgency Urgency => urgency;

    public ILogger Log => log;

    public int Most => most;

    public int Count => Volatile.Read(ref count);

    public IEnumerable<Page> All => pages.Values;

    public long HeartbeatMs => (long)options.Value.Heartbeat.TotalMilliseconds;

    public long AckWithinMs => (long)options.Value.AckWithin.TotalMilliseconds;

    /// <summary>A page itself leaves at the end of the grace; the service waits two heartbeats more.</summary>
    public long HiddenMs => (long)options.Value.HiddenGrace.TotalMilliseconds + (2 * HeartbeatMs);

    /// <summary>Counts a page in. Refused where there are too many; false without a refusal where its id was taken meanwhile.</summary>
    public bool TryAdd(Page page, out Refused? refused)
    {
        var all = Interlocked.Increment(ref count);
        var ofAddress = addresses.AddOrUpdate(page.Origin.Address, 1, static (_, pages) => pages + 1);
        refused = TooMany(all, ofAddress);
        if (refused is null && pages.TryAdd(page.Id, page)) return true;
        Uncount(page);
        return false;
    }

    public int CountOf(string address) => addresses.GetValueOrDefault(address);

    public Page? Find(string id) => pages.GetValueOrDefault(id);

    /// <summary>Does it with every page, behind its gate; one that fails is cut off alone.</summary>
    public void ForEach(Action<Page> act)
    {
        foreach (var page in pages.Values) Try(page, act);
    }

    /// <summary>The same where seconds count: what pages say is heard after it, and kept after it.</summary>
    public void ForEachAtOnce(Action<Page> act) => urgency.Do(() => ForEach(act));

    /// <summary>Counts it out, once for each time it was counted in.</summary>
    public void Remove(Page page)
    {
        wheel.Set(page, long.MaxValue);
        if (!pages.TryRemove(KeyValuePair.Create(page.Id, page))) return;
        Uncount(page);
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

    private static void Try(Page page, Action<Page> act)
    {
        try
        {
            using (page.EnterGate()) act(page);
        }
#pragma warning disable CA1031 // the top of a loop over all pages: one that fails must not keep the others from what is due to them
        catch (Exception failure)
#pragma warning restore CA1031
        {
            page.Fail(failure);
        }
    }

    private Refused? TooMany(int all, int ofAddress)
    {
        if (all > most) return new(CloseReason.Limit, $"this node holds {most} pages and no more");
        var mostOfAddress = options.Value.MaxPagesPerAddress;
        return ofAddress > mostOfAddress ? new(CloseReason.Limit, $"one address may have {mostOfAddress} pages and no more") : null;
    }

    private void Uncount(Page page)
    {
        Interlocked.Decrement(ref count);
        var left = addresses.AddOrUpdate(page.Origin.Address, 0, static (_, pages) => pages - 1);
        if (left == 0) addresses.TryRemove(KeyValuePair.Create(page.Origin.Address, 0));
    }
}
