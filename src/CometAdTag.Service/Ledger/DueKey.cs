using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Ledger;

/// <summary>What the ad server is told of: the hours since 1970 are those of the impression id.</summary>
internal readonly record struct DueKey(long Hour, string Zone, string Campaign, string Creative)
{
    public static DueKey Of(Impression impression) =>
        new(LedgerTime.Minute(impression.Id) / 60, impression.Zone, impression.Campaign, impression.Creative);
}
