using System.Threading.RateLimiting;

namespace CometAdTag.Service.Reports;

/// <summary>Answers reconciliations, two at a time: each is work for the ad server.</summary>
internal sealed class ReconciliationDesk(ReconciliationReader reader) : IDisposable
{
    private const int AtOnce = 2, Waiting = 10;

    private readonly ConcurrencyLimiter limiter = new(new() { PermitLimit = AtOnce, QueueLimit = Waiting });

    /// <summary>Null while too many others wait.</summary>
    public async Task<IResult?> Answer(ReportQuery query, CancellationToken ct)
    {
        var turn = await limiter.AcquireAsync(1, ct);
        try
        {
            return turn.IsAcquired ? new ReportStream((await reader.Read(query, ct)).Table(), query.Format, Interlocked.Exchange(ref turn, null)!) : null;
        }
        finally
        {
            turn?.Dispose();
        }
    }

    public void Dispose() => limiter.Dispose();
}
