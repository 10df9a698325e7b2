namespace CometAdTag.Service.Ledger;

/// <summary>Impressions and clicks of one hour, zone and creative that the ad server is to be told of.</summary>
internal readonly record struct HandOverRow(DueKey Key, Delivered Count);
