using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.AdServer;

/// <summary>One impression or click of a row of a batch, as the ad server's own beacons tell it.</summary>
internal readonly record struct Beacon(int Row, DueKey Key, Delivered Count)
{
    public bool IsClick => Count.Clicks > 0;

    public string Script => IsClick
        ? $"ck.php?bannerid={Key.Creative}&zoneid={Key.Zone}"
        : $"lg.php?bannerid={Key.Creative}&campaignid={Key.Campaign}&zoneid={Key.Zone}";

    /// <summary>As it answers when all is well; it says the same where its database is down.</summary>
    public bool IsAccepted(AdServerAnswer answer) => IsClick
        ? answer is { Status: StatusCodes.Status302Found } or { Status: StatusCodes.Status200OK, Body.IsEmpty: true }
        : answer.Body.Span.StartsWith("GIF"u8);
}
