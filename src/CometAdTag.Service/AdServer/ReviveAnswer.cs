using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.AdServer;

/// <summary>Reads the answer of asyncspc.php. What is wrong with one zone leaves that zone blank, with a warning once for each zone.</summary>
internal sealed class ReviveAnswer(ILogger<ReviveDelivery> log)
{
    private const int MaxWarnings = 100;
    private readonly ConcurrentDictionary<(string Zone, string What), bool> warned = [];

    /// <summary>By zone of the list, in its order; null where it is no answer of asyncspc.php.</summary>
    public ImmutableArray<DelegatedFill?>? Read(ReadOnlyMemory<byte> body, string prefix, ImmutableArray<string> zones)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var slots = zones.Select((_, place) => document.RootElement.TryGetProperty($"{prefix}{place}", out var slot) ? slot : default).ToArray();
            // It answers for every zone it is asked for: an object that names none of them is somebody else's
            if (slots.All(slot => slot.ValueKind == JsonValueKind.Undefined)) return null;
            return [.. slots.Zip(zones, Slot)];
        }
        // The second: text that is no Unicode, which is found only when it is read; the third: a beacon that cannot be found in time
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private DelegatedFill? Slot(JsonElement slot, string zone)
    {
        if (slot.ValueKind != JsonValueKind.Object || !slot.TryGetProperty("html", out var text) || text.ValueKind != JsonValueKind.String) return null;
        var html = text.GetString()!;
        var (width, height) = (Size(slot, "width"), Size(slot, "height"));
        if (html.Length > WireLimits.Html) return Blank(zone, $"has more than {WireLimits.Html >> 10} KiB of HTML");
        if (ReviveBeacon.Find(html) is { } beacon) return beacon.IsBlank ? null : new(beacon.Creative, beacon.Campaign, beacon.Zone, width, height, html, beacon.Caps);
        // An unknown zone has a link to nowhere and no size; without a beacon nothing would be counted, reported or withdrawn
        return width == 0 && height == 0 ? null : Blank(zone, "has no impression beacon (lg.php) in its HTML: is the logging of impressions off?");
    }

    private DelegatedFill? Blank(string zone, string what)
    {
        if (warned.Count < MaxWarnings && warned.TryAdd((zone, what), true))
            log.LogWarning("Ad server (revive-delivery): zone {Zone} is left blank: its banner {What}", zone, what);
        return null;
    }

    private static int Size(JsonElement slot, string name) =>
        !slot.TryGetProperty(name, out var size) ? 0
        : size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out var number) ? number
        : size.ValueKind == JsonValueKind.String && int.TryParse(size.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var text) ? text
        : 0;
}
