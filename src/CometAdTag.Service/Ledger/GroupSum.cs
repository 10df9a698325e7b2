using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Ledger;

/// <summary>What pages of one random group opened and brought; earned in millionths of the ad server's currency.</summary>
internal readonly record struct GroupSum(long Pages, Tally Tally, long Earned)
{
    public static readonly GroupSum OnePage = new(1, default, 0);
    public static readonly GroupSum OneServed = new(0, Tally.OneServed, 0);

    public static GroupSum Of(in LedgerRow row, Snapshot campaigns) =>
        new(0, Tally.Of(row), row.Stage is Stage.Rendered ? Price(row.Impression, campaigns) : 0);

    public static GroupSum operator +(GroupSum a, GroupSum b) => new(a.Pages + b.Pages, a.Tally + b.Tally, a.Earned + b.Earned);

    /// <summary>An eCPM is the price of a thousand.</summary>
    private static long Price(Impression impression, Snapshot campaigns) =>
        (long)Math.Round((campaigns.Campaigns.GetValueOrDefault(impression.Campaign)?.Ecpm ?? 0) * 1000);
}
