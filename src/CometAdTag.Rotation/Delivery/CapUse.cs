using System.Collections.Immutable;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery;

/// <summary>An impression of something with a frequency cap.</summary>
public readonly record struct CapUse(CapLevel Level, string Id, FrequencyCap Cap)
{
    /// <summary>The caps that an impression of a creative in a zone falls under.</summary>
    public static ImmutableArray<CapUse> Of(Zone zone, Creative creative)
    {
        var (campaign, cap) = (creative.Campaign, creative.Cap);
        if (cap.IsNone && campaign.Cap.IsNone && zone.Cap.IsNone) return [];
        Span<CapUse> uses = [new(CapLevel.Creative, creative.Id, cap), new(CapLevel.Campaign, campaign.Id, campaign.Cap), new(CapLevel.Zone, zone.Id, zone.Cap)];
        var kept = 0;
        foreach (var use in uses)
            if (!use.Cap.IsNone) uses[kept++] = use;
        return [.. uses[..kept]];
    }
}
