namespace CometAdTag.Rotation.Tests.Delivery;

/// <summary>How far counts of independent draws are from their shares (Pearson); sums of such are one too.</summary>
internal readonly record struct ChiSquare(double Sum, int Degrees)
{
    // With fewer expected, a single rare draw weighs too much for the curve
    private const double Least = 50;

    /// <summary>Shares sum to 1; the rarest are taken together. What has no share must not be counted at all.</summary>
    public static ChiSquare Of(IReadOnlyDictionary<string, double> shares, IReadOnlyDictionary<string, int> counts)
    {
        Assert.Equal(1, shares.Values.Sum(), 1e-9);
        Assert.Empty(counts.Keys.Except(shares.Keys));
        var draws = counts.Values.Sum();
        var (sum, cells, expected, counted) = (0.0, 0, 0.0, 0);
        foreach (var (id, share) in shares.OrderBy(each => each.Value))
        {
            (expected, counted) = (expected + (draws * share), counted + counts.GetValueOrDefault(id));
            if (expected < Least) continue;
            (sum, cells) = (sum + (Math.Pow(counted - expected, 2) / expected), cells + 1);
            (expected, counted) = (0, 0);
        }
        return new(sum, cells - 1);
    }

    /// <summary>What draws of the right shares pass less often than once in so many times (Laurent and Massart 2000, lemma 1), whatever the degrees.</summary>
    public double Bound(double times)
    {
        var doubt = Math.Log(times);
        return Degrees + (2 * Math.Sqrt(Degrees * doubt)) + (2 * doubt);
    }

    public static ChiSquare operator +(ChiSquare one, ChiSquare other) => new(one.Sum + other.Sum, one.Degrees + other.Degrees);
}
