using System.Text.Json;
using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.AdServer;

/// <summary>A batch as the plugin's intake takes it. It is written anew for each attempt, always the same bytes.</summary>
internal static class StatisticsRows
{
    public const int Version = 1;

    public static byte[] Write(HandOverBatch batch)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("batch", batch.Id);
            json.WriteStartArray("rows");
            foreach (var row in batch.Rows) Write(json, row);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return body.ToArray();
    }

    private static void Write(Utf8JsonWriter json, HandOverRow row)
    {
        json.WriteStartObject();
        json.WriteString("hour", DateTimeOffset.FromUnixTimeSeconds(row.Key.Hour * 3600).UtcDateTime);
        json.WriteString("zone", row.Key.Zone);
        json.WriteString("creative", row.Key.Creative);
        json.WriteNumber("impressions", row.Count.Impressions);
        json.WriteNumber("clicks", row.Count.Clicks);
        json.WriteEndObject();
    }
}
