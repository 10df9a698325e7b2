using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Push;

/// <summary>Withdraws creatives that fail for many viewers, until ad ops lift it.</summary>
internal sealed class FailureWatch(FailingCreatives failing, Withdrawals withdrawals, LineupBoard board, ServiceClock clock, Instruments instruments, ILogger<FailureWatch> log)
    : BackgroundService
{
    /// <summary>Who withdraws, as the audit says it.</summary>
    private const string Who = "service";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var creative in failing.Found.ReadAllAsync(stoppingToken)) TryWithdraw(creative);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops
        }
    }

    private void TryWithdraw(FailingCreative creative)
    {
        try
        {
            Withdraw(creative);
        }
        catch (ControlFileException failed)
        {
            log.LogError("Creative {Creative} fails for many viewers and could not be withdrawn: {Cause}", creative.Id, failed.Message);
        }
#pragma warning disable CA1031 // the top of a background loop: the next creative that fails must be withdrawn all the same
        catch (Exception failed)
#pragma warning restore CA1031
        {
            log.LogError(failed, "Creative {Creative} fails for many viewers and could not be withdrawn", creative.Id);
        }
    }

    private void Withdraw(FailingCreative creative)
    {
        // Receipts of one that is off the pages already still come in
        if (withdrawals.Ids.Creatives.Contains(creative.Id) || !board.Current.HasCreative(creative.Id)) return;
        if (withdrawals.IsFull)
        {
            log.LogError("Creative {Creative} fails for many viewers and could not be withdrawn: {Most} withdrawals are in force", creative.Id, Withdrawals.Most);
            return;
        }
        var reason = $"failed for {creative.Viewers} viewers within {creative.Within}";
        var id = Guid.CreateVersion7(clock.Time.GetUtcNow()).ToString();
        withdrawals.Make(new(id, creative.Id, Campaign: null, reason, Who, clock.Unix));
        var pages = board.Renew(takesAny: true);
        instruments.CreativeWithdrawn();
        log.LogError("Creative {Creative} {Reason} and was withdrawn from {Pages} pages; mend it, then delete withdrawal {Id}", creative.Id, reason, pages, id);
    }
}
