namespace CometAdTag.Service.AdServer;

/// <summary>A way to tell the ad server what the ledger hands over.</summary>
internal interface IStatisticsWay
{
    /// <summary>Tells the next batch; null when nothing waits. What is not ok ends the round.</summary>
    Task<AdServerAnswer?> TellAsync(CancellationToken cancel);
}
