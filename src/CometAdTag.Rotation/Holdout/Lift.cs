namespace CometAdTag.Rotation.Holdout;

/// <summary>
/// How much more a page brings that refreshes than one that does not: 0.4 is 40 % more. Low and High are the ends of its interval, which
/// holds the truth in 95 of 100 experiments.
/// </summary>
public readonly record struct Lift(double Value, double Low, double High)
{
    /// <summary>Under so many pages in an arm the groups are too small to tell chance from anything else.</summary>
    public const int LeastPages = 1_000;

    /// <summary>The same under so many groups of an arm that have any of it.</summary>
    public const int LeastGroups = 20;

    /// <summary>Why none can be told; null where it can.</summary>
    public static LiftGap? Gap(ArmSums refreshing, ArmSums holdout) =>
        Math.Min(refreshing.Pages, holdout.Pages) < LeastPages ? LiftGap.TooFewPages
        : Math.Min(refreshing.Groups, holdout.Groups) < LeastGroups ? LiftGap.TooRare
        : null;

    /// <summary>
    /// Null where there is a gap. The interval is that of the logarithm of the ratio, by t with the degrees of freedom of Welch and
    /// Satterthwaite: a ratio is skewed, its logarithm hardly.
    /// </summary>
    public static Lift? Of(ArmSums refreshing, ArmSums holdout)
    {
        if (Gap(refreshing, holdout) is not null) return null;
        var ratio = Math.Log(refreshing.PerPage!.Value / holdout.PerPage!.Value);
        var (one, other) = (refreshing.LogVariance(), holdout.LogVariance());
        var (all, degrees) = (one + other, PageGroup.Groups - 1);
        if (all <= 0) return new(Part(ratio), Part(ratio), Part(ratio));
        var reach = StudentT.Within95(degrees * all * all / ((one * one) + (other * other))) * Math.Sqrt(all);
        return new(Part(ratio), Part(ratio - reach), Part(ratio + reach));
    }

    private static double Part(double logarithm) => Math.Exp(logarithm) - 1;
}
