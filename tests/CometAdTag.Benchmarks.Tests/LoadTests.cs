using CometAdTag.Benchmarks.Push;

namespace CometAdTag.Benchmarks.Tests;

/// <summary>The load tool at a real service, whose slots rotate each second.</summary>
public sealed class LoadTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("cometadtag-load-").FullName;
    private readonly MeasuredServer service;

    public LoadTests()
    {
        File.WriteAllText(Path.Combine(folder, "feed.json"), PushFeed.Json);
        service = new("CometAdTag.Service.dll", "/health/ready", url =>
        [
            $"--Urls={url}", $"--Data:Path={folder}/data", $"--AdServer:Feed:Location={folder}/feed.json",
            "--Refresh:AllowShortIntervals=true", "--Refresh:Default:Interval=00:00:01",
            "--Pages:RequestsPerAddress=0", "--Pages:HellosPerSecond=0", "--Logging:LogLevel:Default=Warning",
        ]);
    }

    public async Task InitializeAsync()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await service.Ready(bound.Token);
    }

    public Task DisposeAsync()
    {
        service.Dispose();
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task No_page_is_lost_and_each_receipt_is_acknowledged()
    {
        (string Transport, string Profile)[] ways = [("socket", "answers"), ("stream", "answers"), ("poll", "answers"), ("socket", "lives")];

        var runs = await Task.WhenAll(ways.Select(way => Load("--transport", way.Transport, "--profile", way.Profile)));

        Assert.All(runs, run =>
        {
            Assert.True(run.ExitCode == 0, run.Said);
            Assert.Contains("| pages that came | 200 of 200 ", run.Said, StringComparison.Ordinal);
            Assert.Contains("| lost | 0 |", run.Said, StringComparison.Ordinal);
            Assert.Contains(", 0 not settled |", run.Said, StringComparison.Ordinal);
            Assert.DoesNotContain("| lateness of the timer's pushes | none |", run.Said, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Events_reach_every_page_and_what_is_withdrawn_leaves_it()
    {
        var key = await File.ReadAllTextAsync(Path.Combine(folder, "data", "admin.key"));

        var (exitCode, said) = await Load("--profile", "listens", "--event", "2", "--withdraw", "--key", key.Trim());

        Assert.True(exitCode == 0, said);
        Assert.Contains("; 200 pushes came", said, StringComparison.Ordinal);
        Assert.Matches(@"withdrawal: blanked \| p50 .*; 200\)", said);
    }

    private Task<(int ExitCode, string Said)> Load(params string[] more) => BenchmarkProgram.Run(
        ["load", "--url", service.Url, "--zone", PushFeed.Zone, "--origin", PushFeed.Origin, "--pages", "200", "--arrive", "0", "--for", "4", "--pid", $"{service.Id}", .. more]);
}
