using System.Text.Json;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Tests.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.AdServer;

using Ledger = CometAdTag.Service.Ledger.Ledger;

public sealed class StatisticsSenderTests : IAsyncLifetime
{
    private readonly LedgerFixture files = StatisticsRig.NewFiles();
    private readonly TempFolder folder = new();
    private StatisticsServer server = null!;

    public async Task InitializeAsync() => server = await StatisticsServer.StartAsync();

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await files.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task What_waits_is_handed_over_each_interval_and_shown_in_metrics_and_status()
    {
        await using var service = Start();
        await Show(service, 10, clicks: 3);
        await service.Until(10, "comet_ad_server_statistics_waiting", "kind=\"impressions\"");
        service.Clock.Advance(TimeSpan.FromSeconds(11));
        await service.Until(10, "comet_ad_server_statistics_total", "kind=\"impressions\"", "outcome=\"counted\"");
        Assert.Equal(3, await service.Metric("comet_ad_server_statistics_total", "kind=\"clicks\"", "outcome=\"counted\""));
        Assert.Equal(0, await service.Metric("comet_ad_server_statistics_waiting"));
        await service.Until(1, "comet_ad_server_requests_total", "source=\"statistics\"", "outcome=\"ok\"");
        Assert.Equal((10, 3), (server.Impressions, server.Clicks));

        using var admin = service.Admin();
        var status = JsonDocument.Parse(await admin.GetStringAsync("/api/v1/status")).RootElement.GetProperty("statistics");
        Assert.Equal("intake", status.GetProperty("way").GetString());
        Assert.Equal("""{"impressions":10,"clicks":3}""", status.GetProperty("counted").GetRawText());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("lastError").ValueKind);
        Assert.Equal(JsonValueKind.String, status.GetProperty("lastSuccess").ValueKind);
    }

    [Fact]
    public async Task The_last_of_it_is_handed_over_when_the_service_stops()
    {
        await using var rig = await StatisticsRig.Over(files, server.Url);
        await rig.Sender.StartAsync(default);
        await rig.Clock.WaitAsync(); // it runs, and waits for its interval
        await rig.Show(7);
        await rig.Sender.StopAsync(default).WaitAsync(Tests.Patience.Bound);
        Assert.Equal(7, server.Impressions);
    }

    [Fact]
    public async Task The_beacons_that_are_not_answered_when_the_service_stops_are_unconfirmed_and_the_others_wait()
    {
        await using var rig = await StatisticsRig.Over(files, server.Url, StatisticsOptions.BeaconsWay);
        server.Fault = _ => StatisticsFault.Silence;
        server.Silent = () => files.Time.Advance(TimeSpan.FromSeconds(3));
        await rig.Sender.StartAsync(default);
        await rig.Clock.WaitAsync(); // it runs, and waits for its interval
        await rig.Show(50);
        await rig.Sender.StopAsync(default).WaitAsync(Tests.Patience.Bound);
        var (waiting, handed, _) = rig.Totals;
        Assert.InRange(handed.Unconfirmed.Impressions, 1, StatisticsBeacons.AtOnce);
        Assert.Equal(new Delivered(50, 0), waiting + handed.Unconfirmed);
    }

    [Fact]
    public async Task An_ad_server_that_is_silent_holds_up_no_stop_and_gets_it_after_the_next_start()
    {
        server.Fault = _ => StatisticsFault.Silence;
        await using (var service = Start()) await Show(service, 7);
        server.Fault = _ => StatisticsFault.None;
        await using (var service = Start())
        {
            Assert.Equal(7, await service.Metric("comet_ad_server_statistics_waiting", "kind=\"impressions\""));
            service.Clock.Advance(TimeSpan.FromSeconds(11));
            await service.Until(0, "comet_ad_server_statistics_waiting");
        }
        Assert.Equal(7, server.Impressions);
    }

    [Fact]
    public async Task Without_a_way_nothing_is_kept_for_the_ad_server()
    {
        await using (var service = RunningService.Start(folder.Path))
        {
            await Show(service, 7);
            using var admin = service.Admin();
            Assert.Contains("\"way\":\"none\"", await admin.GetStringAsync("/api/v1/status"), StringComparison.Ordinal);
        }
        Assert.Equal(0, server.Requests);
        await using (Start()) { }
        Assert.Equal(0, server.Requests);
    }

    private RunningService Start() => RunningService.Start(folder.Path,
        ("AdServer:Statistics:Way", "intake"), ("AdServer:Statistics:Url", server.Url), ("AdServer:Statistics:Key", StatisticsServer.Key),
        ("AdServer:Statistics:Interval", "00:00:10"));

    private static async Task Show(RunningService service, int impressions, int clicks = 0)
    {
        var now = service.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var ledger = service.Services.GetRequiredService<Ledger>();
        for (var i = 0; i < impressions; i++)
        {
            var impression = new Impression(ImpressionId.Create(now, (ulong)i), "2", "7", "5", Rotation.Refresh.Trigger.Initial, 0);
            await ledger.Append([new(impression, Stage.Rendered, now, 0, EndedReason.None)], default);
            if (i < clicks) await ledger.Append([new(impression, Stage.Clicked, now, 0, EndedReason.None)], default);
        }
    }
}
