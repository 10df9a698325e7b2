using System.Threading.RateLimiting;

namespace CometAdTag.Service.Reports;

/// <summary>Reads holdouts, a few at a time.</summary>
internal sealed class HoldoutDesk(HoldoutReader reader) : IDisposable
{
    private const int AtOnce = 2, Waiting = 10;

    private readonly ConcurrencyLimiter limiter = new(new() { PermitLimit = AtOnce, QueueLimit = Waiting });

    /// <summary>Null while too many others wait.</summary>
    public async Task<HoldoutSums?> Read(HoldoutQuery query, CancellationToken ct)
    {
        using var turn = await limiter.AcquireAsync(1, ct);
        return turn.IsAcquired ? await reader.Read(query, ct) : null;
    }

    public void Dispose() => limiter.Dispose();
}
