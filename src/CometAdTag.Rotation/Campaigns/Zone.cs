using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>The ad server's inventory that a slot asks for. Sizes in CSS pixels, -1 is any size.</summary>
public sealed record Zone(string Id, string WebsiteId, string Name, int Width, int Height)
{
    public string? Chain { get; init; }
    public FrequencyCap Cap { get; init; }
    public string? FallbackHtml { get; init; }
    public RefreshOverrides Refresh { get; init; } = RefreshOverrides.None;
}
