using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Pages;

/// <summary>Where a page's request came from: its Origin ("" where it has none), its address as limits see it, and the service's own base URL as the page called it.</summary>
internal sealed record PageOrigin(string Origin, string Address, string BaseUrl)
{
    /// <summary>What tokens carry of the origin; 0 for a page that is never counted.</summary>
    public uint Hash { get; } = Origin.Length == 0 ? 0 : Fingerprint.Of(Origin);

    public bool IsCounted => Origin.Length > 0;

    /// <summary>Null where nobody decides by it.</summary>
    public PageViewer? Viewer { get; init; }
}
