using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;
using Prometheus;

namespace CometAdTag.Service.Telemetry;

/// <summary>The counters of one zone, all written as 0 from the start.</summary>
internal sealed class ZoneCounters(string zone, Counter impressions, Counter decisions, Counter clicks)
{
    private static readonly int TriggerCount = Enum.GetValues<Trigger>().Length;

    private readonly Counter.Child[] impressions =
    [
        .. from stage in CampaignCounters.Stages
           from trigger in Enum.GetValues<Trigger>()
           select impressions.WithLabels(zone, Words.Of(stage), Words.Of(trigger)),
    ];

    public Counter.Child Fills { get; } = decisions.WithLabels(zone, "fill");
    public Counter.Child Passbacks { get; } = decisions.WithLabels(zone, "passback");
    public Counter.Child Clicks { get; } = clicks.WithLabels(zone);

    public Counter.Child Impressions(Stage stage, Trigger trigger) => impressions[(int)stage * TriggerCount + (int)trigger];
}
