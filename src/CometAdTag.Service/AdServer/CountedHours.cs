using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CometAdTag.Service.AdServer;

/// <summary>What the plugin's intake says that is counted.</summary>
internal sealed record CountedHours(int? Version, CountedHour?[]? Rows)
{
    private const int Known = 1;

    /// <summary>Null where it is something else, or tells of other hours.</summary>
    public static IReadOnlyList<AdServerCount>? Read(ReadOnlyMemory<byte> body, HourRange hours)
    {
        try
        {
            if (JsonSerializer.Deserialize(body.Span, CountedHoursJson.Default.CountedHours) is not { Version: Known, Rows: { } rows }) return null;
            var counts = new List<AdServerCount>(rows.Length);
            foreach (var row in rows)
            {
                if (row?.Read() is not { } count || !hours.Contains(count.Hour)) return null;
                counts.Add(count);
            }
            return counts;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>One hour of one campaign.</summary>
internal sealed record CountedHour(string? Hour, string? Campaign, long? Impressions, long? Clicks)
{
    /// <summary>Null where it is none.</summary>
    public AdServerCount? Read() =>
        DateTimeOffset.TryParseExact(Hour, "yyyy-MM-dd'T'HH:00:00'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var hour)
        && Campaign is not null && Impressions is >= 0 and { } impressions && Clicks is >= 0 and { } clicks
            ? new(hour.ToUnixTimeSeconds() / 3600, Campaign, new(impressions, clicks))
            : null;
}

[JsonSerializable(typeof(CountedHours))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class CountedHoursJson : JsonSerializerContext;
