using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.AdServer;

/// <summary>Tells the ad server all that waits, batch after batch, until something fails.</summary>
internal sealed class StatisticsRound(IStatisticsWay way, StatisticsJournal journal)
{
    /// <summary>How long the ad server asks to be left alone.</summary>
    public async Task<TimeSpan> RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested && await TellAsync(cancel) is { } answer)
        {
            if (answer.Outcome == AdServerOutcome.Ok) journal.Succeeded();
            // Refused whole and set aside: the next one does not wait for it
            if (answer.Outcome is AdServerOutcome.Ok or AdServerOutcome.Refused) continue;
            journal.Failed(answer);
            return answer.RetryAfter ?? TimeSpan.Zero;
        }
        return TimeSpan.Zero;
    }

    private async Task<AdServerAnswer?> TellAsync(CancellationToken cancel)
    {
        try
        {
            return await way.TellAsync(cancel);
        }
        catch (LedgerUnavailableException unavailable)
        {
            return new(AdServerOutcome.Unusable, unavailable.Message);
        }
    }
}
