using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Holdout;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Ledger;

/// <summary>What the sums of a holdout are kept by. The hours are UTC, since 1970: of an impression id, or those in which a page opened.</summary>
internal readonly record struct GroupKey(long Hour, string Website, PageGroup Group)
{
    public static GroupKey Of(Impression impression, string website) => new(LedgerTime.Minute(impression.Id) / 60, website, impression.Group);

    /// <summary>The website of a zone that is not known any more is "".</summary>
    public static GroupKey Of(Impression impression, Snapshot campaigns) =>
        Of(impression, campaigns.Zones.GetValueOrDefault(impression.Zone)?.WebsiteId ?? "");
}
