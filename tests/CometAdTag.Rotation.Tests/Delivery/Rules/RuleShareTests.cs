using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Delivery.Rules;

namespace CometAdTag.Rotation.Tests.Delivery.Rules;

/// <summary>Zone 2 of a seeded Revive, in which banner 9 is for sports pages of viewers who read no French, or for the source vip.</summary>
public sealed class RuleShareTests
{
    private static readonly Snapshot Snapshot = Seeded();

    [Theory]
    [InlineData("http://p.test/sports", "en", ""), InlineData("http://p.test/news", "fr", "vip"), InlineData("http://p.test/sports", "fr", "vip")]
    public void A_page_that_passes_shares_among_all(string url, string languages, string source) => Same(
        new() { ["4"] = 1 / 6d, ["5"] = 1 / 3d, ["7"] = 1 / 6d, ["9"] = 1 / 3d }, Shares(url, languages, source));

    [Theory]
    [InlineData("http://p.test/news", "en", ""), InlineData("http://p.test/sports", "fr", ""), InlineData("http://p.test/news", "en", "other")]
    public void A_page_that_does_not_pass_shares_among_the_others(string url, string languages, string source) =>
        Same(new() { ["4"] = 0.25, ["5"] = 0.5, ["7"] = 0.25 }, Shares(url, languages, source));

    private static Dictionary<string, double> Shares(string url, string languages, string source)
    {
        const int draws = 12_000;
        var bits = new ulong[1];
        RuleBook.Of(Snapshot).Of(Sample.Zone)!.Evaluate(new() { Url = url, Languages = languages, Source = source }, Sample.Now, bits);
        return Enumerable.Range(0, draws)
            .Select(i => Selector.Choose(Snapshot, new SlotRequest { Zone = Sample.Zone, PassedRules = bits }, Sample.Now, (double)i / draws).Creative!.Id)
            .CountBy(id => id).ToDictionary(count => count.Key, count => (double)count.Value / draws);
    }

    private static Snapshot Seeded()
    {
        var (four, five, six) = (Sample.Campaign("4", weight: 3), Sample.Campaign("5"), Sample.Campaign("6", weight: 2));
        return Sample.Snapshot(Sample.Creative("4", four), Sample.Creative("5", four, 2), Sample.Creative("7", five), Sample.Creative("9", six) with
        {
            Rules = [Ruled.Row("Site:Pageurl", "=~", "sports"), Ruled.Row("Client:Language", "!~", "fr"), Ruled.Row("Site:Source", "==", "vip", "or")],
        });
    }

    private static void Same(Dictionary<string, double> expected, Dictionary<string, double> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, share => Assert.Equal(share.Value, actual[share.Key], 0.001));
    }
}
