using CometAdTag.Service.Ledger;
using CometAdTag.Service.Telemetry;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>Compares the last 24 hours that are complete every few minutes, for the metrics. While that fails, they keep what they had and say since when.</summary>
internal sealed class ReconciliationWatch(ReconciliationReader reader, Chance chance, TimeProvider time, Instruments instruments, ILogger<ReconciliationWatch> log)
    : BackgroundService
{
    private const int Hours = 24, MinutesAnHour = 60;
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromMinutes(5);

    private string? said;

    /// <summary>Compares once; false where it could not.</summary>
    public async Task<bool> Once(CancellationToken ct)
    {
        if (reader.Until is not { } until) return false;
        using var compared = await reader.Read(new((until - Hours) * MinutesAnHour, until * MinutesAnHour, [ReportKey.Campaign]), ct);
        Say(compared.Why);
        if (compared.Why is not null) return false;
        instruments.Reconciled(compared.Campaigns().SelectMany(Metrics), time.GetUtcNow());
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (reader.Until is null) return;
        for (var pause = First; !stoppingToken.IsCancellationRequested; pause = Pause)
        {
            // A tenth more or less, so that many nodes do not come at once
            await Task.Delay(pause * (0.9 + (0.2 * chance.Draw())), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) await Round(stoppingToken);
        }
    }

    private async Task Round(CancellationToken ct)
    {
        try
        {
            await Once(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The service stops
        }
        catch (Exception e) when (e is LedgerUnavailableException or SqliteException)
        {
            Say(LedgerFailure.Cause(e));
        }
#pragma warning disable CA1031 // the top of a background loop: a comparison that fails in a way nobody thought of must not be the last
        catch (Exception failed)
#pragma warning restore CA1031
        {
            log.LogError(failed, "The ad server's numbers could not be compared");
        }
    }

    private static IEnumerable<(string, string, long, long)> Metrics((string Campaign, Delivered Here, Delivered There) row) =>
    [
        (row.Campaign, "impressions", row.Here.Impressions, row.Here.Impressions - row.There.Impressions),
        (row.Campaign, "clicks", row.Here.Clicks, row.Here.Clicks - row.There.Clicks),
    ];

    /// <summary>Each cause once.</summary>
    private void Say(string? why)
    {
        if (why == said) return;
        if (why is not null) log.LogWarning("The ad server's numbers cannot be compared with those of the ledger: {Why}", why);
        else log.LogInformation("The ad server's numbers are compared with those of the ledger again");
        said = why;
    }
}
