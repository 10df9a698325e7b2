using CometAdTag.Rotation.Holdout;

namespace CometAdTag.Rotation.Tests.Holdout;

/// <summary>
/// A made-up experiment: some pages are looked at for a minute, few for an hour, and each brings something that is as skewed. A page that
/// refreshes brings `factor` times what it would bring held out.
/// </summary>
internal sealed record Experiment(int Pages, double Part, double Factor)
{
    /// <summary>Clicks of a page that is held out, or 0 for the milliseconds that something is shown.</summary>
    public double Rare { get; init; }

    /// <summary>How skewed: the standard deviation of the logarithm of what a page brings.</summary>
    public double Skew { get; init; } = 1;

    public (ArmSums Refreshing, ArmSums Holdout) Run(Random chance)
    {
        var arms = (Refreshing: new ArmSums(), Holdout: new ArmSums());
        for (var page = 0; page < Pages; page++)
        {
            var isHeldOut = chance.NextDouble() < Part;
            (isHeldOut ? arms.Holdout : arms.Refreshing).Add(chance.Next(PageGroup.Groups), 1, Brought(isHeldOut ? 1 : Factor, chance));
        }
        return arms;
    }

    private long Brought(double factor, Random chance)
    {
        // A lognormal length, of mean 1
        var length = Math.Exp((Skew * Normal(chance)) - (Skew * Skew / 2));
        return Rare > 0 ? Poisson(Rare * factor * length, chance) : (long)(30_000 * factor * length);
    }

    private static double Normal(Random chance) =>
        Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble());

    private static long Poisson(double mean, Random chance)
    {
        var (count, left) = (0L, Math.Exp(-mean));
        for (var product = chance.NextDouble(); product > left; product *= chance.NextDouble()) count++;
        return count;
    }
}
