using System.Text;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Tests.AdServer;

public sealed class PullerTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly PullRig rig;

    public PullerTests()
    {
        rig = new(folder.File("feed.json", Encoding.UTF8.GetString(Feeds.With(3))), folder);
        rig.Options.Replace(new() { Feed = rig.Options.Value.Feed, PollInterval = TimeSpan.FromSeconds(7) });
    }

    public void Dispose()
    {
        rig.Dispose();
        folder.Dispose();
    }

    private Task StartAsync() => rig.Puller.StartAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

    private async Task NextWaitAsync()
    {
        while (await rig.Clock.WaitAsync() != TimeSpan.FromSeconds(7)) { }
    }

    [Fact]
    public async Task The_service_starts_with_a_snapshot_where_there_is_one_and_pulls_each_interval()
    {
        await StartAsync();
        Assert.Equal(3, rig.Creatives);
        await NextWaitAsync();
        File.WriteAllBytes(Path.Combine(folder.Path, "feed.json"), Feeds.With(4));
        rig.Clock.Advance(TimeSpan.FromSeconds(7));
        await NextWaitAsync();
        Assert.Equal(4, rig.Creatives);
        await rig.Puller.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_failure_that_nobody_thought_of_is_logged_and_not_the_last_pull()
    {
        rig.Snapshots.OnChange((_, _) => throw new InvalidOperationException("a listener that fails"));
        await StartAsync();
        await NextWaitAsync();
        Assert.Contains("a listener that fails", rig.Logs.Text, StringComparison.Ordinal);
        rig.Clock.Advance(TimeSpan.FromSeconds(7));
        await NextWaitAsync();
        Assert.Equal("1", await rig.MetricAsync("comet_ad_server_requests_total{source=\"feed\",outcome=\"not_modified\"}"));
    }

    [Fact]
    public async Task Pulls_come_one_after_the_other()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.PullAsync()));
        Assert.Equal(1, results.Count(result => result.Outcome == AdServerOutcome.Ok));
        Assert.Equal(7, results.Count(result => result.Outcome == AdServerOutcome.NotModified));
    }
}
