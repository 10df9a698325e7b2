using CometAdTag.Rotation.Holdout;

namespace CometAdTag.Service.Reports;

/// <summary>What each arm of a holdout brought, by measure and random group.</summary>
internal sealed class HoldoutSums
{
    private static readonly HoldoutMeasure[] Measures = Enum.GetValues<HoldoutMeasure>();

    private readonly Dictionary<(Arm, HoldoutMeasure), ArmSums> sums = (
        from arm in Enum.GetValues<Arm>() from measure in Measures select (arm, measure)).ToDictionary(key => key, _ => new ArmSums());

    private readonly List<(long Refreshing, long Holdout)> hours = [];

    /// <summary>Why nothing can be compared, whatever the measure; null where it can.</summary>
    public LiftGap? Gap => HeldOutPart.IsSteady(hours) ? null : LiftGap.PartChanged;

    public ArmSums Of(Arm arm, HoldoutMeasure measure) => sums[(arm, measure)];

    /// <summary>The pages are those of any measure.</summary>
    public long Pages(Arm arm) => Of(arm, HoldoutMeasure.Rendered).Pages;

    /// <summary>Adds the pages that opened in the next hour.</summary>
    public void AddHour(long refreshing, long holdout) => hours.Add((refreshing, holdout));

    /// <summary>Adds what a group brought, in the order of the measures.</summary>
    public void Add(Arm arm, int group, long pages, ReadOnlySpan<long> brought)
    {
        foreach (var measure in Measures) Of(arm, measure).Add(group, pages, brought[(int)measure]);
    }
}
