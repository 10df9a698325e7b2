using System.Text.Json;

namespace CometAdTag.Service.Doctor;

/// <summary>What the service says first to a page: the page's id, how often it is heard from, and the zones that it knows.</summary>
internal sealed record Greeting(string Page, TimeSpan Heartbeat, string[] Zones)
{
    /// <summary>Reads a `ready` frame, or the first in an array of frames; null where there is none.</summary>
    public static Greeting? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var frames = JsonDocument.Parse(json);
            var first = frames.RootElement.ValueKind == JsonValueKind.Array ? frames.RootElement[0] : frames.RootElement;
            if (first.GetProperty("type").GetString() != "ready") return null;
            var zones = first.GetProperty("slots").EnumerateArray().Select(slot => slot.GetProperty("zone").GetString()!);
            return new(first.GetProperty("page").GetString()!, TimeSpan.FromMilliseconds(first.GetProperty("heartbeat").GetInt64()), [.. zones]);
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or FormatException)
        {
            return null;
        }
    }
}
