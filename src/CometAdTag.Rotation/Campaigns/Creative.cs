using System.Collections.Immutable;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>What is shown: an image with a destination, or HTML. Sizes in CSS pixels.</summary>
public sealed record Creative(string Id, Campaign Campaign, string Name, int Width, int Height, int Weight, RunStatus Status, string Destination)
{
    /// <summary>The image's URL, absolute or a path of the service; null for an HTML creative.</summary>
    public string? Image { get; init; }
    public string Alt { get; init; } = "";
    /// <summary>The HTML with its macros, as the ad server gave it; null for an image creative.</summary>
    public string? Html { get; init; }
    public FrequencyCap Cap { get; init; }
    public bool ShowCapped { get; init; }
    public ImmutableArray<DeliveryRule> Rules { get; init; } = [];
    public bool NoRefresh { get; init; }
    /// <summary>Taken off every page by ad ops; never chosen until that is lifted.</summary>
    public bool Withdrawn { get; init; }
    public bool StaysUntilNavigation => NoRefresh || Campaign.NoRefresh;
}
