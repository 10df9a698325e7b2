using System.Text;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Tests.Telemetry;

/// <summary>Instruments as Prometheus reads them.</summary>
internal static class Scrape
{
    public static async Task<string[]> Lines(this Instruments instruments)
    {
        using var text = new MemoryStream();
        await instruments.Registry.CollectAndExportAsTextAsync(text, CancellationToken.None);
        return Encoding.UTF8.GetString(text.ToArray()).Split('\n');
    }

    /// <summary>The value of a series, with its labels as they are written; null where there is none.</summary>
    public static async Task<string?> Value(this Instruments instruments, string series) =>
        (await instruments.Lines()).SingleOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal))?[(series.Length + 1)..];
}
