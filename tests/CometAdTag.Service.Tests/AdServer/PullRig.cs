using CometAdTag.Service.AdServer;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;
using CometAdTag.Service.Tests.Access;
using CometAdTag.Service.Tests.Telemetry;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace CometAdTag.Service.Tests.AdServer;

using Patience = CometAdTag.Service.AdServer.Patience;

/// <summary>All that pulls campaigns, on a clock that the test turns. A second one with the same folder is the service after a restart.</summary>
internal sealed class PullRig : IDisposable
{
    private readonly AdServerHttp http;
    private readonly ReviveApiSource api;
    private readonly LoggerFactory loggers;

    public PullRig(string location, TempFolder folder, WatchedClock? clock = null, string key = "")
        : this(new AdServerOptions { Feed = new() { Location = location, Key = key } }, folder, clock)
    {
    }

    public PullRig(AdServerOptions options, TempFolder folder, WatchedClock? clock = null)
    {
        Clock = clock ?? new();
        loggers = new LoggerFactory([Logs]);
        Options = new(options);
        Snapshots = new(Clock, Options);
        http = new(Clock);
        var patience = new Patience(Options, Clock, new Chance(seed: 1), Instruments, Log<Patience>());
        Store = new(new DataFolder(folder.Path), Log<SnapshotStore>());
        api = new(new ReviveCalls(http, patience.Api), Log<ReviveApiSource>());
        Pull = new(new CampaignSource(new FeedClient(http, patience), api), Snapshots, Store, new(new(Instruments), Clock), Options, Instruments, Clock, Log<SnapshotPull>());
        Puller = new(Pull, Snapshots, new(Options, Log<SourceAtStart>()), Options, Clock, Log<CampaignPuller>());
    }

    public WatchedClock Clock { get; }
    public Logs Logs { get; } = new();
    public Instruments Instruments { get; } = new();
    public Live<AdServerOptions> Options { get; }
    public Snapshots Snapshots { get; }
    public SnapshotStore Store { get; }
    public SnapshotPull Pull { get; }
    public CampaignPuller Puller { get; }

    public int Creatives => Snapshots.Current.Creatives.Count;

    public static string StoredIn(TempFolder folder) => Path.Combine(folder.Path, "snapshot", "last-good.feed");

    public Task<PullResult> PullAsync(bool force = false) => Pull.PullAsync(force, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>The value of a metric as it is scraped.</summary>
    public async Task<string> MetricAsync(string series) => (await Instruments.Value(series))!;

    public void Dispose()
    {
        Puller.Dispose();
        Pull.Dispose();
        api.Dispose();
        http.Dispose();
        loggers.Dispose();
    }

    private Logger<T> Log<T>() => new(loggers);
}
