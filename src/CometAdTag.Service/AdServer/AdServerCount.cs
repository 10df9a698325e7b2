using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.AdServer;

/// <summary>What the ad server counted of a campaign in an hour in UTC since 1970.</summary>
internal readonly record struct AdServerCount(long Hour, string Campaign, Delivered Count);
