using System.Text.Json;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Wire;

/// <summary>What a page must know of a slot. Size in CSS pixels, -1 is any; ratio is the part in view that counts (R9, R10); no trigger where it is filled once.</summary>
public sealed record ReadySlot(string Slot, string Zone, int Width, int Height, TimeSpan Interval, int MaxRefreshes, double Ratio,
    RefreshMode Mode = RefreshMode.Creative, Triggers Triggers = Triggers.All)
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
        if (Triggers != Triggers.All) WriteTriggers(json);
        json.WriteEndObject();
    }

    private void WriteTriggers(Utf8JsonWriter json)
    {
        json.WriteStartArray("triggers");
        if (Triggers.HasFlag(Triggers.User)) json.WriteStringValue(Words.Of(Trigger.User));
        if (Triggers.HasFlag(Triggers.Event)) json.WriteStringValue(Words.Of(Trigger.Event));
        if (Triggers.HasFlag(Triggers.Time)) json.WriteStringValue(Words.Of(Trigger.Time));
        json.WriteEndArray();
    }
}
