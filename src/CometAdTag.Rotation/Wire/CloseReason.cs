namespace CometAdTag.Rotation.Wire;

/// <summary>Why the service ends a connection or refuses one; the WebSocket close code is 4000 + the place in this list.</summary>
public enum CloseReason
{
    Replaced, Slow, Idle, Shutdown, Overload, BadFrame, BadHello, Origin, Limit, UnknownZone, Disabled,
}

public static class CloseReasons
{
    /// <summary>A final one tells the page not to come back.</summary>
    public static bool IsFinal(this CloseReason reason) =>
        reason is CloseReason.BadFrame or CloseReason.BadHello or CloseReason.Origin or CloseReason.UnknownZone or CloseReason.Disabled;

    public static int SocketCode(this CloseReason reason) => 4000 + (int)reason;
}
