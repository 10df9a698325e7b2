namespace CometAdTag.Service.Telemetry;

/// <summary>Closed lists of label values that are no enum of Rotation.</summary>
internal static class Labels
{
    public static readonly string[] Transports = ["socket", "stream", "poll"];

    /// <summary>The close words of the wire, in their order.</summary>
    public static readonly string[] Closes =
        ["replaced", "slow", "idle", "shutdown", "overload", "bad_frame", "bad_hello", "origin", "limit", "unknown_zone", "disabled"];
}
