using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace CometAdTag.Service.AdServer;

/// <summary>One kind of call to the ad server, made as patiently as its pipeline says. Whatever happens is an answer.</summary>
internal sealed class PatientCall(ResiliencePipeline<AdServerAnswer> pipeline)
{
    public async Task<AdServerAnswer> AskAsync(Func<CancellationToken, Task<AdServerAnswer>> ask, CancellationToken cancel)
    {
        try
        {
            return await pipeline.ExecuteAsync(token => new ValueTask<AdServerAnswer>(ask(token)), cancel);
        }
        catch (TimeoutRejectedException late)
        {
            return new(AdServerOutcome.Timeout, $"no answer within {late.Timeout.TotalSeconds:0} s");
        }
        catch (RateLimiterRejectedException)
        {
            return new(AdServerOutcome.Busy, "too many requests wait for it already") { NeverSent = true };
        }
        catch (BrokenCircuitException)
        {
            return new(AdServerOutcome.CircuitOpen, "it failed so often that it is left alone for a moment") { NeverSent = true };
        }
    }
}
