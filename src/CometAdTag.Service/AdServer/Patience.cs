using System.Collections.Concurrent;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// How long, how often and how many at once the ad server is asked. A pull and a batch of statistics can be repeated: they change
/// nothing, or nothing twice. A fill and a beacon are repeated only where no connection was made, so nothing is counted twice.
/// Each pipeline is read from the outside in.
/// </summary>
internal sealed class Patience(Live<AdServerOptions> options, TimeProvider time, Chance chance, Instruments instruments, ILogger<Patience> log)
{
    private readonly PatienceOptions waits = options.Value.Patience;
    private readonly ConcurrentDictionary<string, bool> away = new();

    /// <summary>A pull of the feed.</summary>
    public PatientCall Feed => feed ??= new(Repeated(AdServerOptions.FeedSource));

    /// <summary>One call of the XML-RPC API; a pull makes many.</summary>
    public PatientCall Api => api ??= new(Repeated(AdServerOptions.ReviveApiSource));

    /// <summary>A batch of statistics, counted once however often it is sent.</summary>
    public PatientCall Statistics => statistics ??= new(Repeated(AdServerOptions.StatisticsSource));

    /// <summary>One question after what the ad server counted; with a circuit of its own, so that nothing else waits when that is too much for it.</summary>
    public PatientCall Reconciliation => reconciliation ??= new(Repeated(AdServerOptions.ReconciliationSource));

    /// <summary>
    /// An impression or click told to the ad server by its own beacon, which counts each time it is asked. No timeout ends it while a
    /// connection is being made, since then nobody would know that it was never sent.
    /// </summary>
    public PatientCall Beacon => beacon ??= new(New()
        .AddRetry(Retry(AdServerOptions.StatisticsSource, answer => answer.NeverSent))
        .AddCircuitBreaker(Circuit(AdServerOptions.StatisticsSource))
        .AddTimeout(waits.Timeout > AdServerHttp.ConnectTimeout ? waits.Timeout : AdServerHttp.ConnectTimeout + TimeSpan.FromSeconds(1))
        .Build());

    /// <summary>A fill that the ad server decides: few at once, few waiting, and over soon, since a page waits for it.</summary>
    public PatientCall Fill => fill ??= Fills(options.Value.ReviveDelivery);

    private PatientCall? feed, api, statistics, reconciliation, beacon, fill;

    // The circuit hears only of calls that were made: those that are turned away unasked would pass for successes
    private PatientCall Fills(ReviveDeliveryOptions delivery) => new(New()
        .AddTimeout(delivery.Timeout)
        .AddConcurrencyLimiter(delivery.MaxConcurrency, delivery.MaxQueue)
        .AddCircuitBreaker(CircuitWithin(AdServerOptions.ReviveDeliverySource))
        .AddRetry(Once(AdServerOptions.ReviveDeliverySource, answer => answer.NeverSent))
        .Build());

    private ResiliencePipeline<AdServerAnswer> Repeated(string source) => New()
        .AddTimeout(waits.Total)
        .AddRetry(Retry(source, answer => answer.IsTransient))
        .AddCircuitBreaker(Circuit(source))
        .AddTimeout(waits.Timeout)
        .Build();

    private ResiliencePipelineBuilder<AdServerAnswer> New() => new() { TimeProvider = time };

    private RetryStrategyOptions<AdServerAnswer> Retry(string source, Func<AdServerAnswer, bool> isWorthIt) => new()
    {
        MaxRetryAttempts = waits.Retries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromSeconds(1),
        MaxDelay = TimeSpan.FromSeconds(8),
        UseJitter = true,
        Randomizer = chance.Draw,
        ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome switch
        {
            { Result: { } answer } => isWorthIt(answer) && !AsksForMore(answer),
            // An attempt that took too long may have been acted on
            { Exception: TimeoutRejectedException } => isWorthIt(new(AdServerOutcome.Timeout, "")),
            _ => false,
        }),
        DelayGenerator = retry => ValueTask.FromResult(retry.Outcome.Result?.RetryAfter),
        OnRetry = retry => Again(source, retry),
    };

    private RetryStrategyOptions<AdServerAnswer> Once(string source, Func<AdServerAnswer, bool> isWorthIt) => new()
    {
        MaxRetryAttempts = 1,
        Delay = TimeSpan.FromMilliseconds(100),
        ShouldHandle = new PredicateBuilder<AdServerAnswer>().HandleResult(isWorthIt.Invoke),
        OnRetry = retry => Again(source, retry),
    };

    private CircuitBreakerStrategyOptions<AdServerAnswer> Circuit(string source) => new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = waits.FailuresToBreak,
        SamplingDuration = TimeSpan.FromMinutes(1),
        BreakDuration = waits.Break,
        ShouldHandle = Failures(),
        OnOpened = opened => Opened(source, opened),
        OnHalfOpened = _ => Circuit(source, 1),
        OnClosed = _ => Closed(source),
    };

    // So a timeout around the circuit looks from within
    private CircuitBreakerStrategyOptions<AdServerAnswer> CircuitWithin(string source)
    {
        var circuit = Circuit(source);
        circuit.ShouldHandle = Failures().Handle<OperationCanceledException>();
        return circuit;
    }

    private static PredicateBuilder<AdServerAnswer> Failures() =>
        new PredicateBuilder<AdServerAnswer>().Handle<TimeoutRejectedException>().HandleResult(answer => answer.IsTransient);

    // Waiting for it would only end in the total timeout; the next pull comes after it instead.
    private bool AsksForMore(AdServerAnswer answer) => answer.RetryAfter >= waits.Total;

    private static string Why(Outcome<AdServerAnswer> outcome) => outcome.Result is { } answer ? $"{Words.Of(answer.Outcome)}: {answer.Detail}" : "timeout";

    // Not in the log of an outage: whoever gives up says why, and the circuit opens once
    private ValueTask Again(string source, OnRetryArguments<AdServerAnswer> retry)
    {
        instruments.AdServerRetry(source);
        log.LogDebug("Ad server ({Source}): attempt {Attempt} failed ({Why}), again in {Delay:0.0} s",
            source, retry.AttemptNumber + 1, Why(retry.Outcome), retry.RetryDelay.TotalSeconds);
        return default;
    }

    /// <summary>Said once an outage, however often a single attempt finds out that it lasts.</summary>
    private ValueTask Opened(string source, OnCircuitOpenedArguments<AdServerAnswer> opened)
    {
        if (away.TryAdd(source, true))
            log.LogWarning("Ad server ({Source}): the circuit is open, it is left alone for {Break:0} s at a time ({Why})", source, opened.BreakDuration.TotalSeconds, Why(opened.Outcome));
        return Circuit(source, 2);
    }

    private ValueTask Closed(string source)
    {
        if (away.TryRemove(source, out _)) log.LogInformation("Ad server ({Source}): the circuit is closed, it answers again", source);
        return Circuit(source, 0);
    }

    private ValueTask Circuit(string source, int state)
    {
        instruments.AdServerCircuit(source, state);
        return default;
    }
}
