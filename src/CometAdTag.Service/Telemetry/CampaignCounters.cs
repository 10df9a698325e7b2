using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;
using Prometheus;

namespace CometAdTag.Service.Telemetry;

/// <summary>The counters of one campaign, written as 0 from the start.</summary>
internal sealed class CampaignCounters(string campaign, Counter impressions)
{
    /// <summary>The stages that are impressions; what else a receipt can say is counted elsewhere.</summary>
    public static readonly Stage[] Stages = [Stage.Served, Stage.Rendered, Stage.Viewable];

    private readonly Counter.Child[] impressions = [.. Stages.Select(stage => impressions.WithLabels(campaign, Words.Of(stage)))];

    /// <summary>The label of all its metrics.</summary>
    public string Label => campaign;

    public Counter.Child Impressions(Stage stage) => impressions[(int)stage];
}
