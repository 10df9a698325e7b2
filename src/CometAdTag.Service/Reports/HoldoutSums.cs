using CometAdTag.Rotation.Holdout;

namespace CometAdTag.Service.Reports;

/// <summary>What each arm of a holdout brought, by measure and random group.</summary>
internal sealed class HoldoutSums
{
    private static readonly HoldoutMeasure[] Measures = Enum.GetValues<HoldoutMeasure>();

    private readonly Dictionary<(Arm, HoldoutMeasure), ArmSums> sums = (
        from arm in Enum.GetValues<Arm>() from measure in Measures select (arm, measure)).ToDictionary(key => key, _ => new ArmSums());

    public ArmSums Of(Arm arm, HoldoutMeasure measure) => sums[(arm, measure)];

    /// <summary>The pages are those of any measure.</summary>
    public long Pages(Arm arm) => Of(arm, HoldoutMeasure.Rendered).Pages;

    /// <summary>Adds what a group brought, in the order of the measures.</summary>
    public void Add(Arm arm, int group, long pages, ReadOnlySpan<long> brought)
    {
        foreach (var measure in Measures) Of(arm, measure).Add(group, pages, brought[(int)measure]);
    }
}
