using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Telemetry;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CometAdTag.Service.AdServer;

/// <summary>How long and how often the feed's server is asked: total timeout, retries, circuit breaker, timeout of an attempt, from the outside in.</summary>
internal static class FeedPatience
{
    public static readonly TimeSpan Total = TimeSpan.FromSeconds(30), Attempt = TimeSpan.FromSeconds(10), Break = TimeSpan.FromSeconds(15);
    public const int Retries = 4, FailuresToBreak = 5;

    public static ResiliencePipeline<FeedAnswer> Pipeline(TimeProvider time, Chance chance, Instruments instruments, ILogger log)
    {
        var builder = new ResiliencePipelineBuilder<FeedAnswer> { TimeProvider = time };
        return builder.AddTimeout(Total).AddRetry(Retry(chance, log)).AddCircuitBreaker(Circuit(instruments, log)).AddTimeout(Attempt).Build();
    }

    private static RetryStrategyOptions<FeedAnswer> Retry(Chance chance, ILogger log) => new()
    {
        MaxRetryAttempts = Retries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromSeconds(1),
        MaxDelay = TimeSpan.FromSeconds(8),
        UseJitter = true,
        Randomizer = chance.Draw,
        ShouldHandle = new PredicateBuilder<FeedAnswer>().Handle<TimeoutRejectedException>().HandleResult(answer => answer.IsTransient && !AsksForMore(answer)),
        DelayGenerator = retry => ValueTask.FromResult(retry.Outcome.Result?.RetryAfter),
        OnRetry = retry =>
        {
            log.LogWarning("Campaign feed: attempt {Attempt} failed ({Why}), again in {Delay:0.0} s", retry.AttemptNumber + 1, Why(retry.Outcome), retry.RetryDelay.TotalSeconds);
            return default;
        },
    };

    private static CircuitBreakerStrategyOptions<FeedAnswer> Circuit(Instruments instruments, ILogger log) => new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = FailuresToBreak,
        SamplingDuration = TimeSpan.FromMinutes(1),
        BreakDuration = Break,
        ShouldHandle = new PredicateBuilder<FeedAnswer>().Handle<TimeoutRejectedException>().HandleResult(answer => answer.IsTransient),
        OnOpened = opened => Circuit(instruments, log, 2, $"open for {opened.BreakDuration.TotalSeconds:0} s"),
        OnHalfOpened = _ => Circuit(instruments, log, 1, "half open"),
        OnClosed = _ => Circuit(instruments, log, 0, "closed"),
    };

    // Waiting for it would only end in the total timeout; the next pull comes after it instead.
    private static bool AsksForMore(FeedAnswer answer) => answer.RetryAfter >= Total;

    private static string Why(Outcome<FeedAnswer> outcome) => outcome.Result is { } answer ? $"{Words.Of(answer.Outcome)}: {answer.Detail}" : "timeout";

    private static ValueTask Circuit(Instruments instruments, ILogger log, int state, string word)
    {
        instruments.AdServerCircuit(AdServerOptions.FeedSource, state);
        log.LogWarning("Campaign feed: the circuit is {State}", word);
        return default;
    }
}
