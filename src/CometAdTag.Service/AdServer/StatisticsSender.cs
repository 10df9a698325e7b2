using CometAdTag.Service.Settings;

namespace CometAdTag.Service.AdServer;

/// <summary>Hands over each AdServer:Statistics:Interval, and once more at the end, for as long as that may take.</summary>
internal sealed class StatisticsSender(
    StatisticsRound round, StatisticsJournal journal, Live<AdServerOptions> options, Chance chance, TimeProvider time, ILogger<StatisticsSender> log)
    : BackgroundService
{
    private static readonly TimeSpan AtTheEnd = TimeSpan.FromSeconds(3), LongestWait = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource end = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var timer = time.CreateTimer(_ => end.Cancel(), null, AtTheEnd, Timeout.InfiniteTimeSpan);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        end.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Statistics.IsOn) return;
        var asked = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause(asked), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (options.Value.Statistics.IsOn) asked = await RunAsync();
        }
    }

    private async Task<TimeSpan> RunAsync()
    {
        try
        {
            return await round.RunAsync(end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
#pragma warning disable CA1031 // the top of a background loop: a round that fails in a way nobody thought of must not be the last
        catch (Exception failed)
#pragma warning restore CA1031
        {
            journal.Failed(failed.Message);
            log.LogError(failed, "Statistics could not be handed over");
            return TimeSpan.Zero;
        }
    }

    /// <summary>A tenth more or less, so that many nodes do not come at once; longer where the ad server asks for it.</summary>
    private TimeSpan Pause(TimeSpan asked)
    {
        var interval = options.Value.Statistics.Interval * (0.9 + (0.2 * chance.Draw()));
        return asked <= interval ? interval : asked < LongestWait ? asked : LongestWait;
    }
}
