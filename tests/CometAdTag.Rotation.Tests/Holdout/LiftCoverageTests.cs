using System.Diagnostics.CodeAnalysis;
using CometAdTag.Rotation.Holdout;

namespace CometAdTag.Rotation.Tests.Holdout;

/// <summary>Thousands of experiments of which the truth is known: the interval holds it in 95 of 100, and errs to both sides.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Made-up pages, made the same way each time")]
public sealed class LiftCoverageTests
{
    private const int Times = 2_000;

    [Theory]
    [InlineData(2_500, 0.5, 0, 1)]
    [InlineData(2_500, 0.5, 0, 1.5)]
    [InlineData(6_000, 0.2, 0, 1)]
    [InlineData(4_000, 0.5, 0.05, 1)]
    public void The_interval_holds_the_true_lift_in_95_of_100_experiments(int pages, double part, double rare, double skew)
    {
        var (held, above, below) = Outcomes(new(pages, part, Factor: 1.3) { Rare = rare, Skew = skew });
        Assert.InRange(held, 0.935, 0.965);
        Assert.InRange(above, 0.01, 0.04);
        Assert.InRange(below, 0.01, 0.04);
    }

    [Theory]
    [InlineData(2_500, 0.5, 0)]
    [InlineData(6_000, 0.2, 0)]
    [InlineData(4_000, 0.5, 0.05)]
    public void Where_refreshing_brings_nothing_no_lift_is_found_in_95_of_100_experiments(int pages, double part, double rare)
    {
        var (held, above, below) = Outcomes(new(pages, part, Factor: 1) { Rare = rare });
        Assert.InRange(held, 0.935, 0.965);
        Assert.InRange(above, 0.01, 0.04);
        Assert.InRange(below, 0.01, 0.04);
    }

    /// <summary>Parts of the experiments whose interval holds the truth, lies above it, and lies below it.</summary>
    private static (double Held, double Above, double Below) Outcomes(Experiment experiment)
    {
        var (above, below, truth, chance) = (0, 0, experiment.Factor - 1, new Random(1));
        for (var time = 0; time < Times; time++)
        {
            var (refreshing, holdout) = experiment.Run(chance);
            var lift = Lift.Of(refreshing, holdout)!.Value;
            if (lift.Low > truth) above++;
            if (lift.High < truth) below++;
        }
        return ((Times - above - below) / (double)Times, above / (double)Times, below / (double)Times);
    }
}
