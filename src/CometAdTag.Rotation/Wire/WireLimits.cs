namespace CometAdTag.Rotation.Wire;

/// <summary>The bounds of the page protocol: bytes for bodies, characters for text.</summary>
public static class WireLimits
{
    public const int Body = 64 * 1024;
    public const int Hello = 256 * 1024;
    public const int Html = 256 * 1024;
    public const int Slots = 200;
    public const int SlotName = 64;
    public const int Variables = 32;
    public const int VariableName = 64;
    public const int VariableValue = 256;
    public const int Url = 2048;
    public const int Viewer = 2048;
    public const int Source = 256;
    public const int EventName = 64;
    public const int Token = 240;
    /// <summary>Receipts in one frame or body, and events in one hello.</summary>
    public const int Receipts = 1000;
    public const int Events = 32;
}
