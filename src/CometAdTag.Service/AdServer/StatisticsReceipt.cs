using System.Text.Json;
using System.Text.Json.Serialization;
using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.AdServer;

/// <summary>What the plugin says that it counted of a batch.</summary>
internal sealed record StatisticsReceipt(string? Batch, long? Impressions, long? Clicks, StatisticsRefusal?[]? Refused)
{
    public static readonly StatisticsReceipt Nothing = new(null, 0, 0, null);

    /// <summary>Null where the answer does not acknowledge this batch, whatever else it says.</summary>
    public static StatisticsReceipt? Read(ReadOnlyMemory<byte> body, HandOverBatch batch)
    {
        try
        {
            var receipt = JsonSerializer.Deserialize(body.Span, StatisticsJson.Default.StatisticsReceipt);
            return receipt?.Batch == batch.Id && Fits(receipt.Impressions, batch.Total.Impressions) && Fits(receipt.Clicks, batch.Total.Clicks) ? receipt : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public Delivered Counted => new(Impressions ?? 0, Clicks ?? 0);

    /// <summary>What became of each row: what is refused by name comes last, so that the rows are what the sums say, whatever is named.</summary>
    public HandedRow[] Rows(HandOverBatch batch)
    {
        var named = (Refused ?? []).Select(refusal => (refusal?.Zone, refusal?.Creative)).ToHashSet();
        var (left, rows) = (Counted, new List<HandedRow>(batch.Rows.Length));
        foreach (var (key, count) in batch.Rows.OrderBy(row => named.Contains((row.Key.Zone, row.Key.Creative)) || !StatisticsId.AreNumbers(row.Key.Zone, row.Key.Creative)))
        {
            var counted = new Delivered(Math.Min(count.Impressions, left.Impressions), Math.Min(count.Clicks, left.Clicks));
            left -= counted;
            rows.Add(new(key, new(counted, count - counted, default)));
        }
        return [.. rows];
    }

    private static bool Fits(long? counted, long sent) => counted >= 0 && counted <= sent;
}

/// <summary>A row that was not counted, and why.</summary>
internal sealed record StatisticsRefusal(string? Zone, string? Creative, string? Reason);

[JsonSerializable(typeof(StatisticsReceipt))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class StatisticsJson : JsonSerializerContext;
