using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>Where a page's request came from: its Origin ("" where it has none), its address as limits see it, and the service's own base URL as the page called it.</summary>
internal sealed record PageOrigin(string Origin, string Address, string BaseUrl)
{
    private readonly uint hash = Origin.Length == 0 ? 0 : Fingerprint.Of(Origin);

    /// <summary>What tokens carry of the origin; 0 for a page that is never counted.</summary>
    public uint Hash => IsCounted ? hash : 0;

    public bool IsCounted => Origin.Length > 0 && Invalid == Refusal.None;

    /// <summary>Why no person looks at it; None where one does.</summary>
    public Refusal Invalid { get; init; }

    /// <summary>The browser asked ahead: until the page says otherwise later, nobody sees it.</summary>
    public bool IsAhead { get; init; }

    /// <summary>The browser sends Global Privacy Control (R18).</summary>
    public bool HasGpc { get; init; }

    /// <summary>Null where nobody decides by it.</summary>
    public PageViewer? Viewer { get; init; }

    /// <summary>Whether a page of this url may come from here; without an Origin any may.</summary>
    public bool MayBe(string url) => Origin.Length == 0 || WebOrigin.Of(url) == Origin;
}
