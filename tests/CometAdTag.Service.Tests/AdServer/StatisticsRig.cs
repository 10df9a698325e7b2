using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Tests.Access;
using CometAdTag.Service.Tests.Ledger;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Service.Tests.AdServer;

using Ledger = CometAdTag.Service.Ledger.Ledger;
using Patience = CometAdTag.Service.AdServer.Patience;

/// <summary>A ledger and all that hands it over. A second one over the same files is the service after a restart.</summary>
internal sealed class StatisticsRig : IAsyncDisposable
{
    private static int seeds;

    private readonly AdServerHttp http;
    private readonly LoggerFactory loggers;

    private StatisticsRig(LedgerFixture files, Ledger ledger, string url, string way, string key)
    {
        (Files, Ledger) = (files, ledger);
        loggers = new LoggerFactory([Logs]);
        Options = new(new AdServerOptions { Statistics = new() { Way = way, Url = url, Key = key } });
        Snapshots = new(files.Time, Options);
        http = new(files.Time);
        var chance = new Chance(Interlocked.Increment(ref seeds));
        var patience = new Patience(Options, files.Time, chance, files.Instruments, new Logger<Patience>(loggers));
        HandOver = new(ledger, chance, files.Time);
        Journal = new(files.Time, new Logger<StatisticsJournal>(loggers));
        Round = new(way == StatisticsOptions.IntakeWay
            ? new StatisticsIntake(HandOver, http, patience, Options, Journal, files.Instruments)
            : new StatisticsBeacons(HandOver, http, patience, Snapshots, Options, Journal, files.Instruments), Journal);
        Sender = new(Round, Journal, Options, chance, files.Time, new Logger<StatisticsSender>(loggers));
    }

    public LedgerFixture Files { get; }
    public Ledger Ledger { get; }
    public Logs Logs { get; } = new();
    public Live<AdServerOptions> Options { get; }
    public Snapshots Snapshots { get; }
    public HandOver HandOver { get; }
    public StatisticsJournal Journal { get; }
    public StatisticsRound Round { get; }
    public StatisticsSender Sender { get; }

    public WatchedClock Clock => (WatchedClock)Files.Time;

    public HandOverTotals Totals => HandOver.Totals;

    public static LedgerFixture NewFiles() => new() { Time = new WatchedClock() };

    /// <summary>Over files of <see cref="NewFiles"/>.</summary>
    public static async Task<StatisticsRig> Over(LedgerFixture files, string url, string way = StatisticsOptions.IntakeWay, string key = StatisticsServer.Key)
    {
        var ledger = await files.Open(handsOver: true);
        // The ledger's own, each second
        await ((WatchedClock)files.Time).WaitAsync();
        return new(files, ledger, url, way, key);
    }

    /// <summary>Impressions that rendered, the first of them clicked.</summary>
    public async Task Show(int impressions, int clicks = 0, string zone = "2", string creative = "5")
    {
        var shown = Enumerable.Range(0, impressions).Select(_ => Files.Impression(zone, creative: creative)).ToList();
        LedgerRow[] rows = [.. shown.Select(one => Files.Row(one, Stage.Rendered)), .. shown.Take(clicks).Select(one => Files.Row(one, Stage.Clicked))];
        Assert.All(await Ledger.Append(rows, CancellationToken.None), Assert.True);
    }

    /// <summary>One round; the clock is turned by the pauses between attempts.</summary>
    public async Task<TimeSpan> Tell()
    {
        var round = Round.RunAsync(CancellationToken.None);
        await Clock.TurnUntilAsync(round).WaitAsync(Tests.Patience.Bound);
        return await round;
    }

    /// <summary>Rounds until nothing waits, the time of an interval apart.</summary>
    public async Task TellAll()
    {
        for (var round = 0; !Totals.Waiting.IsNone; round++)
        {
            Assert.True(round < 2_000, $"{Totals.Waiting} still wait: {Journal.LastError}");
            await Tell();
            Files.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        Sender.Dispose();
        http.Dispose();
        loggers.Dispose();
    }
}
