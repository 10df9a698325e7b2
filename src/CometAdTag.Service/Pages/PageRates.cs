using System.Threading.RateLimiting;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Pages;

/// <summary>The rates of the node's door: hellos of all pages, and requests, receipts and clicks of one address. Read at start.</summary>
internal sealed class PageRates : IDisposable
{
    /// <summary>An address may save up this many seconds' worth.</summary>
    private const int Burst = 10;

    private readonly RateLimiter? hellos;
    private readonly PartitionedRateLimiter<string>? requests;

    public PageRates(Live<PagesOptions> options)
    {
        if (options.Value.HellosPerSecond is > 0 and var accept) hellos = new TokenBucketRateLimiter(Bucket(accept, accept));
        if (options.Value.RequestsPerAddress is > 0 and var rate)
            requests = PartitionedRateLimiter.Create<string, string>(
                address => RateLimitPartition.GetTokenBucketLimiter(address, _ => Bucket(rate, rate * Burst)));
    }

    public bool MayEnter() => Spend(hellos?.AttemptAcquire());

    public bool MayAsk(string address) => Spend(requests?.AttemptAcquire(address));

    public void Dispose()
    {
        hellos?.Dispose();
        requests?.Dispose();
    }

    private static bool Spend(RateLimitLease? lease)
    {
        using (lease) return lease?.IsAcquired ?? true;
    }

    /// <summary>Small rates are filled once a second, large ones in tenths, so that they do not come in gusts.</summary>
    private static TokenBucketRateLimiterOptions Bucket(int perSecond, int most) => new()
    {
        TokenLimit = most,
        TokensPerPeriod = perSecond < 100 ? perSecond : perSecond / 10,
        ReplenishmentPeriod = TimeSpan.FromSeconds(perSecond < 100 ? 1 : 0.1),
        QueueLimit = 0,
    };
}
