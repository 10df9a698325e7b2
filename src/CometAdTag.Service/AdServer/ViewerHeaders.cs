namespace CometAdTag.Service.AdServer;

/// <summary>What the viewer's browser said with its connection, for the ad server's rules. It is passed on, and never logged or kept.</summary>
internal sealed record ViewerHeaders(string Address, string UserAgent, string Languages);
