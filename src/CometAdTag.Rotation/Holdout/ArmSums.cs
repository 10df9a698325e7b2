namespace CometAdTag.Rotation.Holdout;

/// <summary>What one measure sums up to in each random group of an arm, and of how many pages.</summary>
public sealed class ArmSums
{
    private readonly long[] pages = new long[PageGroup.Groups];
    private readonly long[] sums = new long[PageGroup.Groups];

    public long Pages { get; private set; }

    public long Sum { get; private set; }

    /// <summary>Groups that have pages and any of it.</summary>
    public int Groups => sums.Zip(pages).Count(group => group is { First: > 0, Second: > 0 });

    /// <summary>Null without pages.</summary>
    public double? PerPage => Pages > 0 ? (double)Sum / Pages : null;

    public void Add(int group, long pagesOfIt, long sum)
    {
        pages[group] += pagesOfIt;
        sums[group] += sum;
        (Pages, Sum) = (Pages + pagesOfIt, Sum + sum);
    }

    /// <summary>
    /// The variance of the logarithm of the mean by page, by the delete-a-group jackknife: how far it moves when each group in turn is
    /// left out (K. Wolter, Introduction to Variance Estimation, 2007, chapter 4).
    /// </summary>
    internal double LogVariance()
    {
        Span<double> without = stackalloc double[PageGroup.Groups];
        var mean = 0d;
        for (var group = 0; group < without.Length; group++)
        {
            without[group] = Math.Log((double)(Sum - sums[group]) / (Pages - pages[group]));
            mean += without[group] / without.Length;
        }
        var squares = 0d;
        foreach (var each in without) squares += (each - mean) * (each - mean);
        return squares * (without.Length - 1) / without.Length;
    }
}
