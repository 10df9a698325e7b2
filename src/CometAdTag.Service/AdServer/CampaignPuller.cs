using CometAdTag.Service.Settings;

namespace CometAdTag.Service.AdServer;

/// <summary>Pulls at start and then each AdServer:PollInterval, whatever happens.</summary>
internal sealed class CampaignPuller(
    SnapshotPull pull, Snapshots snapshots, SourceAtStart source, Live<AdServerOptions> options, TimeProvider time, ILogger<CampaignPuller> log)
    : BackgroundService
{
    private static readonly TimeSpan FirstPullWait = TimeSpan.FromSeconds(2), LongestWait = TimeSpan.FromMinutes(10);

    private readonly TaskCompletionSource firstPull = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Returns with a snapshot where there is one soon, so that the first pages are not turned away.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (source.IsDelegated) return;
        pull.Restore();
        await base.StartAsync(cancellationToken);
        if (snapshots.HasOne) return;
        await Task.WhenAny(firstPull.Task, Task.Delay(FirstPullWait, time, cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = await PullAsync(stoppingToken);
            firstPull.TrySetResult();
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TimeSpan> PullAsync(CancellationToken cancel)
    {
        var interval = options.Value.PollInterval;
        try
        {
            var result = await pull.PullAsync(force: false, cancel);
            return Longer(interval, Shorter(result.RetryAfter ?? TimeSpan.Zero, LongestWait));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return interval;
        }
#pragma warning disable CA1031 // the top of a background loop: a pull that fails in a way nobody thought of must not be the last
        catch (Exception failed)
#pragma warning restore CA1031
        {
            log.LogError(failed, "A pull of the campaigns failed; the snapshot in use stays");
            return interval;
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
