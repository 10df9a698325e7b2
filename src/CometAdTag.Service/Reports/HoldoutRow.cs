using CometAdTag.Rotation.Holdout;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Reports;

/// <summary>One measure of a holdout: what it sums up to in each arm, by page, and how much more it is by page where pages refresh.</summary>
internal sealed record HoldoutRow(
    string Measure, decimal Refreshing, decimal Holdout, decimal? RefreshingPerPage, decimal? HoldoutPerPage, decimal? Lift, decimal? Low, decimal? High, string? Reason)
{
    private const int Decimals = 6;
    private const decimal Millionths = 1_000_000;
    private const double MostTold = 1e9;

    public static ReportColumn[] Columns { get; } =
        [new("measure"), new("refreshing"), new("holdout"), new("refreshingPerPage"), new("holdoutPerPage"), new("lift"), new("low"), new("high"), new("reason")];

    public object?[] Cells() => [Measure, Refreshing, Holdout, RefreshingPerPage, HoldoutPerPage, Lift, Low, High, Reason];

    /// <summary>The pages of both arms, then a row for each measure.</summary>
    public static HoldoutRow[] Of(HoldoutSums sums)
    {
        var gap = sums.Gap;
        return
        [
            new("pages", sums.Pages(Arm.Refreshing), sums.Pages(Arm.Holdout), null, null, null, null, null, null),
            .. Enum.GetValues<HoldoutMeasure>().Select(measure => Of(measure, sums.Of(Arm.Refreshing, measure), sums.Of(Arm.Holdout, measure), gap)),
        ];
    }

    private static HoldoutRow Of(HoldoutMeasure measure, ArmSums refreshing, ArmSums holdout, LiftGap? ofAll)
    {
        var unit = measure is HoldoutMeasure.Earned ? Millionths : 1;
        var gap = Rotation.Holdout.Lift.Gap(refreshing, holdout) ?? ofAll;
        var lift = gap is null ? Rotation.Holdout.Lift.Of(refreshing, holdout) : null;
        return new(
            Words.Of(measure), refreshing.Sum / unit, holdout.Sum / unit, Rounded(refreshing.PerPage / (double)unit), Rounded(holdout.PerPage / (double)unit),
            Rounded(lift?.Value), Rounded(lift?.Low), Rounded(lift?.High), gap is { } why ? Words.Of(why) : null);
    }

    private static decimal? Rounded(double? value) => value is { } number ? (decimal)Math.Round(Math.Min(number, MostTold), Decimals) : null;
}
