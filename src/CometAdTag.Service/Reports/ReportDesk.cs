using System.Buffers;
using System.Threading.RateLimiting;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Service.Ledger;
using Microsoft.Extensions.Caching.Memory;

namespace CometAdTag.Service.Reports;

/// <summary>
/// Answers reports, a few at a time. A small one of days that nothing can change any more is kept for ten seconds, since dashboards ask
/// again; all others are added up anew, so that everything counted before the call is in them.
/// </summary>
internal sealed class ReportDesk(ReportReader reader, Prices prices, TimeProvider time) : IDisposable
{
    private const int AtOnce = 4, Waiting = 20, MostKept = 16 * 1024 * 1024, RowsKept = 1000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    private readonly ConcurrencyLimiter limiter = new(new() { PermitLimit = AtOnce, QueueLimit = Waiting });
    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MostKept, Clock = new CacheClock(time) });

    /// <summary>Null while too many others wait.</summary>
    public async Task<IResult?> Answer(ReportQuery query, CancellationToken ct)
    {
        var campaigns = prices.Now;
        if (kept.TryGetValue(query.Identity, out Kept? known) && ReferenceEquals(known!.Campaigns, campaigns)) return Bytes(query, known.Body);
        var turn = await limiter.AcquireAsync(1, ct);
        try
        {
            if (!turn.IsAcquired) return null;
            var table = await reader.Read(query, ct);
            if (!table.IsFinal || table.HasMoreThan(RowsKept)) return new ReportStream(table, query.Format, Interlocked.Exchange(ref turn, null)!);
            using (table) return Bytes(query, Keep(query, campaigns, await Written(table, ct)));
        }
        finally
        {
            turn?.Dispose();
        }
    }

    public void Dispose()
    {
        kept.Dispose();
        limiter.Dispose();
    }

    private static async Task<byte[]> Written(ReportTable table, CancellationToken ct)
    {
        var body = new ArrayBufferWriter<byte>();
        await table.Write(body, _ => ValueTask.CompletedTask, ct);
        return body.WrittenSpan.ToArray();
    }

    private byte[] Keep(ReportQuery query, Snapshot campaigns, byte[] body)
    {
        kept.Set(query.Identity, new Kept(campaigns, body), new MemoryCacheEntryOptions { Size = body.Length, AbsoluteExpirationRelativeToNow = KeptFor });
        return body;
    }

    private static IResult Bytes(ReportQuery query, byte[] body) => Results.Bytes(body, ReportStream.ContentType(query.Format));

    private sealed record Kept(Snapshot Campaigns, byte[] Body);
}
