using System.Text.Json;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Wire;

/// <summary>What a page must know of a slot. Size in CSS pixels, -1 is any; ratio is the part in view that counts (R9, R10).</summary>
public sealed record ReadySlot(string Slot, string Zone, int Width, int Height, TimeSpan Interval, int MaxRefreshes, double Ratio,
    RefreshMode Mode = RefreshMode.Creative)
{
    /// <summary>R10: from this area on, in square CSS pixels, 30 % in view is enough.</summary>
    private const int LargeArea = 242_500;

    public static double RatioFor(int width, int height) => (long)width * height >= LargeArea ? 0.3 : 0.5;

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("slot", Slot);
        json.WriteString("zone", Zone);
        json.WriteNumber("width", Width);
        json.WriteNumber("height", Height);
        json.WriteNumber("interval", (long)Interval.TotalMilliseconds);
        json.WriteNumber("maxRefreshes", MaxRefreshes);
        json.WriteNumber("ratio", Ratio);
        if (Mode == RefreshMode.Signal) json.WriteString("mode", "signal");
        json.WriteEndObject();
    }
}
