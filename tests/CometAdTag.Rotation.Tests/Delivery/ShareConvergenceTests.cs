using CometAdTag.Rotation.Campaigns;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Delivery;

/// <summary>What is chosen, over many draws, is what a plain reading of OpenX's formulas says.</summary>
public sealed class ShareConvergenceTests
{
    private const int Cases = 300, Draws = 4_000;

    /// <summary>One check for each case, and one for all together: of so many other seeds less than one fails.</summary>
    private const double Seeds = 1e7;

    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(20_261_122, 1_234_567);

    [Fact]
    public void Shares_converge_to_those_that_are_computed()
    {
#pragma warning disable RS0030 // a seed makes the draws the same each time
        var random = new Random(20_261_122);
#pragma warning restore RS0030
        var (all, sharing) = (default(ChiSquare), 0);
        Prop.ForAll(AnySlots.All.ToArbitrary(), slot =>
        {
            var shares = PlainSelection.Shares(slot);
            if (shares.Count == 0) return;
            var counts = Enumerable.Range(0, Draws).Select(_ => slot.Choose(random.NextDouble()).Creative?.Id ?? PlainSelection.Left).CountBy(id => id).ToDictionary();
            var found = ChiSquare.Of(shares, counts);
            Assert.True(found.Sum < found.Bound(Seeds * 2 * Cases), $"{found}: {string.Join(", ", shares)} became {string.Join(", ", counts)}");
            all += found;
            if (shares.Count > 1) sharing++;
        }).Check(Seeded);
        Assert.True(all.Sum < all.Bound(Seeds * 2), $"{all}");
        Assert.True(sharing > Cases / 3, $"{sharing} of {Cases} had something to share");
    }

    /// <summary>No chance in it: a creative has an interval or two of the draws, and of evenly spread ones each has one more or less at most.</summary>
    [Fact]
    public void Evenly_spread_draws_have_them_to_the_draw() => Prop.ForAll(AnySlots.All.ToArbitrary(), slot =>
    {
        const int draws = 500;
        var shares = PlainSelection.Shares(slot);
        if (shares.Count == 0) return;
        var counts = Enumerable.Range(0, draws).Select(i => slot.Choose((i + 0.5) / draws).Creative?.Id ?? PlainSelection.Left).CountBy(id => id).ToDictionary();
        foreach (var id in shares.Keys.Union(counts.Keys))
            Assert.True(Math.Abs((shares.GetValueOrDefault(id) * draws) - counts.GetValueOrDefault(id)) <= 2.001, $"{id}: {string.Join(", ", shares)} became {string.Join(", ", counts)}");
    }).Check(Seeded);
}
