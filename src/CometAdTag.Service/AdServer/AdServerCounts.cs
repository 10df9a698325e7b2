using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.AdServer;

/// <summary>The ad server's own numbers, by the way that can tell them; one question at a time, since each is work for its database.</summary>
internal sealed class AdServerCounts(IntakeCounts intake, ReviveApiCounts api, SourceAtStart source, Live<AdServerOptions> options, TimeProvider time, Instruments instruments)
    : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(45);

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Null where nothing can tell.</summary>
    public IAdServerCounts? Way { get; } =
        options.Value.Statistics.Way == StatisticsOptions.IntakeWay ? intake : source.Name == AdServerOptions.ReviveApiSource ? api : null;

    /// <summary>Why nothing can tell, in words.</summary>
    public string WhyNone => source.IsDelegated
        ? "with AdServer:Source revive-delivery the ad server counts by its own beacons on the page, and cannot be asked what"
        : "neither AdServer:Statistics:Way intake nor AdServer:Source revive-api is set, and nothing else can ask the ad server";

    /// <summary>Null when all was told, else why not, in words.</summary>
    public async Task<string?> AskAsync(IAdServerCounts way, HourRange hours, IReadOnlyCollection<string> campaigns, Action<AdServerCount> tell, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        var answer = new AdServerAnswer(AdServerOutcome.Timeout, $"it did not tell all of it within {Longest.TotalSeconds:0} s; ask for less at a time");
        try
        {
            await turn.WaitAsync(either.Token);
            try
            {
                answer = await way.AskAsync(hours, campaigns, tell, either.Token);
            }
            finally
            {
                turn.Release();
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Too late
        }
        instruments.AdServerRequest(AdServerOptions.ReconciliationSource, Words.Of(answer.Outcome));
        return answer.Outcome == AdServerOutcome.Ok ? null : $"{Words.Of(answer.Outcome)}: {answer.Detail}";
    }

    public void Dispose() => turn.Dispose();
}
