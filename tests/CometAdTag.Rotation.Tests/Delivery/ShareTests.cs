using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Tests.Delivery;

public sealed class ShareTests
{
    [Fact]
    public void Three_campaigns_share_by_weight_and_one_splits_its_share_three_to_one()
    {
        var (large, small, middle) = (Sample.Campaign("large", weight: 68), Sample.Campaign("small", weight: 5), Sample.Campaign("middle", weight: 27));
        var linked = new[]
        {
            Sample.Creative("a", large), Sample.Creative("b", small), Sample.Creative("c", middle, 3), Sample.Creative("d", middle),
        };
        Assert.InRange(ChiSquare(linked, new() { ["a"] = 0.68, ["b"] = 0.05, ["c"] = 0.2025, ["d"] = 0.0675 }), 0, 16.27);
    }

    [Fact]
    public void A_campaign_of_three_times_the_weight_splits_its_share_two_to_one()
    {
        var (plain, heavy) = (Sample.Campaign("plain"), Sample.Campaign("heavy", weight: 3));
        var linked = new[] { Sample.Creative("4", plain), Sample.Creative("5", heavy, 2), Sample.Creative("7", heavy) };
        Assert.InRange(ChiSquare(linked, new() { ["4"] = 0.25, ["5"] = 0.50, ["7"] = 0.25 }), 0, 13.82);
    }

    /// <summary>16.27 and 13.82 are passed by 1 in 1,000 right selectors with 3 and 2 degrees of freedom; the seed is fixed.</summary>
    private static double ChiSquare(Creative[] linked, Dictionary<string, double> expected)
    {
        const int draws = 40_000;
#pragma warning disable RS0030 // a seed makes the draws the same each time
        var random = new Random(20_261_122);
#pragma warning restore RS0030
        var snapshot = Sample.Snapshot(linked);
        var counts = Enumerable.Range(0, draws).Select(_ => Sample.Choose(snapshot, random.NextDouble()).Creative!.Id).CountBy(id => id).ToDictionary();
        return expected.Sum(share => Math.Pow(counts.GetValueOrDefault(share.Key) - (draws * share.Value), 2) / (draws * share.Value));
    }
}
