using System.Threading.Channels;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Push;

/// <summary>
/// Finds the creatives that fail for too many viewers: each address counts once, so that nobody alone can have one withdrawn, and one that
/// works for most is left alone. Addresses are held in memory only.
/// </summary>
internal sealed class FailingCreatives(Live<CreativesOptions> options, Instruments instruments, ServiceClock clock)
{
    /// <summary>Creatives that are counted at a time; with more failing at once, it is not the creatives.</summary>
    public const int Most = 1_000;

    /// <summary>Of those who got it, one in so many at least.</summary>
    private const int LeastShare = 4;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Tally> counts = [];
    private readonly Channel<FailingCreative> found = Channel.CreateBounded<FailingCreative>(Most);

    /// <summary>Those that are to be withdrawn.</summary>
    public ChannelReader<FailingCreative> Found => found.Reader;

    /// <summary>A receipt that is new; the address is the one that limits see.</summary>
    public void Count(in LedgerRow row, string address)
    {
        if (row is { Stage: Stage.Error, Reason: not EndedReason.Replaced }) Fail(row.Impression.Creative, address);
        else if (row.Stage == Stage.Rendered) Render(row.Impression.Creative);
    }

    private void Fail(string creative, string address)
    {
        instruments.CreativeFailed();
        var (most, window) = (options.Value.WithdrawAfter, (long)options.Value.FailureWindow.TotalMilliseconds);
        if (most == 0) return;
        lock (gate)
        {
            if (TallyOf(creative, window) is not { } count) return;
            count.Failures++;
            if (count.Addresses.Count < most) count.Addresses.Add(address);
            if (count.Addresses.Count < most || count.Failures * LeastShare < count.Failures + count.Rendered) return;
            if (found.Writer.TryWrite(new(creative, most, options.Value.FailureWindow))) counts.Remove(creative);
        }
    }

    private void Render(string creative)
    {
        lock (gate)
            if (counts.TryGetValue(creative, out var count)) count.Rendered++;
    }

    private Tally? TallyOf(string creative, long window)
    {
        var now = clock.Monotonic;
        if (counts.TryGetValue(creative, out var count) && now - count.Since <= window) return count;
        if (counts.Count >= Most)
            foreach (var old in counts.Where(each => now - each.Value.Since > window).Select(each => each.Key).ToList()) counts.Remove(old);
        if (counts.Count >= Most && !counts.ContainsKey(creative)) return null;
        return counts[creative] = new(now);
    }

    private sealed class Tally(long since)
    {
        public long Since => since;

        public long Failures { get; set; }

        public long Rendered { get; set; }

        public HashSet<string> Addresses { get; } = new(StringComparer.Ordinal);
    }
}

/// <summary>A creative that failed for so many viewers within that time.</summary>
internal sealed record FailingCreative(string Id, int Viewers, TimeSpan Within);
