using CometAdTag.Service.AdServer;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Push;

/// <summary>
/// What this node told the ad server of, over all ledger files that there are. SetAside: batches refused whole, among the refused. The
/// last error is null while all is well.
/// </summary>
internal sealed record StatisticsStatus(
    string Way, string Circuit, DeliveredStatus Waiting, DeliveredStatus Counted, DeliveredStatus Refused, DeliveredStatus Unconfirmed, int SetAside,
    DateTimeOffset? LastSuccess, string? LastError)
{
    public static StatisticsStatus Of(string way, HandOverState handOver, StatisticsJournal journal, Instruments instruments)
    {
        var (waiting, handed, setAside) = handOver.Totals;
        return new(
            way, instruments.CircuitOf(AdServerOptions.StatisticsSource), DeliveredStatus.Of(waiting), DeliveredStatus.Of(handed.Counted),
            DeliveredStatus.Of(handed.Refused), DeliveredStatus.Of(handed.Unconfirmed), setAside, journal.LastSuccess, journal.LastError);
    }
}

/// <summary>Impressions are those that rendered.</summary>
internal sealed record DeliveredStatus(long Impressions, long Clicks)
{
    public static DeliveredStatus Of(Delivered count) => new(count.Impressions, count.Clicks);
}
