using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Push;

/// <summary>
/// What the campaigns with a daily goal had delivered everywhere when the day began, in goals.json of the data folder: no ad server tells
/// that later. Losing it harms little: this node's own part of the day is in the ledger.
/// </summary>
internal sealed class DayStarts(DataFolder data, ILogger<DayStarts> log)
{
    private readonly string path = Path.Combine(data.Root, "goals.json");
    private DayStart kept = DayStart.None;

    /// <summary>Those of that day, by campaign; none where an earlier run wrote down none.</summary>
    public IReadOnlyDictionary<string, long> Of(DateOnly day)
    {
        if (kept == DayStart.None) kept = Try("read", () => File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), DayStartJson.Default.DayStart) : null) ?? DayStart.None;
        return kept.Day == Name(day) ? kept.Delivered : DayStart.None.Delivered;
    }

    /// <summary>Writes them down where they are others than before.</summary>
    public void Keep(DateOnly day, Dictionary<string, long> delivered)
    {
        if (kept.Day == Name(day) && kept.Delivered.Count == delivered.Count && delivered.All(now => kept.Delivered.GetValueOrDefault(now.Key, -1) == now.Value)) return;
        kept = new(Name(day), delivered);
        Try("written", () =>
        {
            File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(kept, DayStartJson.Default.DayStart));
            File.Move(path + ".new", path, overwrite: true);
            return kept;
        });
    }

    private static string Name(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private DayStart? Try(string what, Func<DayStart?> act)
    {
        try
        {
            return act();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or JsonException)
        {
            log.LogWarning("{Path} could not be {What}: {Why}", path, what, failed.Message);
            return null;
        }
    }
}

/// <summary>By campaign: its impressions when the day (yyyy-MM-dd, of the ad server's time zone) began.</summary>
internal sealed record DayStart(string Day, Dictionary<string, long> Delivered)
{
    public static DayStart None { get; } = new("", []);
}

[JsonSerializable(typeof(DayStart))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class DayStartJson : JsonSerializerContext;
