using System.Collections.Frozen;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>What is known of a page and of whoever views it, for delivery rules. A rule that asks for what is not known lets nothing pass.</summary>
public sealed record PageFacts
{
    public PageFactKinds Known { get; init; } = PageFactKinds.All;
    public string Url { get; init; } = "";
    public string Referrer { get; init; } = "";
    public string Source { get; init; } = "";
    public IReadOnlyDictionary<string, string> Variables { get; init; } = FrozenDictionary<string, string>.Empty;
    /// <summary>The viewer's IP address.</summary>
    public string Address { get; init; } = "";
    public string UserAgent { get; init; } = "";
    /// <summary>As in Accept-Language.</summary>
    public string Languages { get; init; } = "";
    public GeoFacts Geo { get; init; } = GeoFacts.None;
}
