using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Reports;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Tests.AdServer;
using CometAdTag.Service.Tests.Ledger;
using CometAdTag.Service.Tests.Telemetry;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Service.Tests.Reports;

using Patience = CometAdTag.Service.AdServer.Patience;

/// <summary>A ledger that hands over to an ad server, and what compares the two.</summary>
internal sealed class ReconciliationRig : IAsyncDisposable
{
    private readonly AdServerHttp http;
    private readonly ReviveApiCounts api;
    private readonly AdServerCounts counts;
    private readonly LoggerFactory loggers;

    private ReconciliationRig(StatisticsRig told, AdServerOptions options)
    {
        (Told, loggers) = (told, new LoggerFactory([told.Logs]));
        var live = new Live<AdServerOptions>(options);
        http = new(told.Files.Time);
        var patience = new Patience(live, told.Files.Time, new Chance(seed: 1), told.Files.Instruments, new Logger<Patience>(loggers));
        api = new(new ReviveCalls(http, patience.Reconciliation), live, new Logger<ReviveApiCounts>(loggers));
        counts = new(new(http, patience, live), api, new(live, new Logger<SourceAtStart>(loggers)), live, told.Files.Time, told.Files.Instruments);
        Reader = new(told.Ledger, counts, told.Files.Time);
        Watch = new(Reader, new Chance(seed: 1), told.Files.Time, told.Files.Instruments, new Logger<ReconciliationWatch>(loggers));
    }

    public StatisticsRig Told { get; }
    public ReconciliationReader Reader { get; }
    public ReconciliationWatch Watch { get; }
    public LedgerFixture Files => Told.Files;

    public static async Task<ReconciliationRig> Over(LedgerFixture files, string intake, Action<AdServerOptions>? set = null)
    {
        var options = new AdServerOptions { Statistics = new() { Way = StatisticsOptions.IntakeWay, Url = intake, Key = StatisticsServer.Key } };
        set?.Invoke(options);
        return new(await StatisticsRig.Over(files, intake), options);
    }

    /// <summary>Impressions of a campaign that rendered now, the first of them clicked.</summary>
    public async Task Show(int impressions, int clicks = 0, string campaign = "7", string creative = "70")
    {
        var shown = Enumerable.Range(0, impressions).Select(_ => Files.Impression("2", campaign, creative)).ToList();
        LedgerRow[] rows = [.. shown.Select(one => Files.Row(one, Stage.Rendered)), .. shown.Take(clicks).Select(one => Files.Row(one, Stage.Clicked))];
        Assert.All(await Told.Ledger.Append(rows, CancellationToken.None), Assert.True);
    }

    /// <summary>The clock is turned by the pauses between attempts.</summary>
    public async Task<JsonObject> Report(string from, string to, params ReportKey[] by) => await Report(Query(from, to, by));

    public async Task<JsonObject> Report(ReportQuery query) => JsonNode.Parse(await Text(query))!.AsObject();

    public async Task<string> Text(ReportQuery query)
    {
        using var table = (await Told.Clock.TurnUntilAsync(Reader.Read(query, CancellationToken.None)).WaitAsync(Tests.Patience.Bound)).Table();
        var body = new ArrayBufferWriter<byte>();
        await table.Write(body, _ => ValueTask.CompletedTask, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(body.WrittenSpan);
    }

    public static ReportQuery Query(string from, string to, params ReportKey[] by) => new(Minute(from), Minute(to), by);

    /// <summary>The rows as "keys counted handed refused unconfirmed waiting ad server difference", each as impressions/clicks.</summary>
    public static string[] Rows(JsonObject report) => [.. report["rows"]!.AsArray().Select(row => string.Join(' ', row!.AsObject().Select(cell => cell.Value switch
    {
        JsonObject side => $"{side["impressions"]}/{side["clicks"]}",
        null => "-",
        var key => key.ToString(),
    })))];

    public async Task<string[]> Metrics(string name) =>
        [.. (await Files.Instruments.Lines()).Where(line => line.StartsWith(name, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        Watch.Dispose();
        counts.Dispose();
        api.Dispose();
        http.Dispose();
        loggers.Dispose();
        await Told.DisposeAsync();
    }

    private static long Minute(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds() / 60;
}
