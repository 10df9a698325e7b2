namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>The browser or the operating system that a user agent names, by the names and versions that the ad server's rules know.</summary>
internal sealed record AgentPart(string Name, string Version)
{
    public static AgentPart Unknown { get; } = new("unknown", "unknown");
}
