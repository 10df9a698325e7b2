namespace CometAdTag.Benchmarks.Tests;

/// <summary>The load tool at a service that lets everybody in.</summary>
// One after the other: each of them takes a core of the machine
[Collection("load")]
public sealed class LoadTests : IAsyncLifetime
{
    private readonly LoadedService service = new(hellosPerSecond: 0);

    public Task InitializeAsync() => service.Ready();

    public Task DisposeAsync()
    {
        service.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task No_page_is_lost_and_each_receipt_is_acknowledged()
    {
        (string Transport, string Profile)[] ways = [("socket", "answers"), ("stream", "answers"), ("poll", "answers"), ("socket", "lives")];

        var runs = await Task.WhenAll(ways.Select(way => service.Load(200, "--transport", way.Transport, "--profile", way.Profile)));

        Assert.All(runs, run =>
        {
            Assert.True(run.ExitCode == 0, run.Said);
            Assert.Contains("| pages that came | 200 of 200 ", run.Said, StringComparison.Ordinal);
            Assert.Contains("| lost | 0 |", run.Said, StringComparison.Ordinal);
            Assert.Contains(", 0 not settled |", run.Said, StringComparison.Ordinal);
            Assert.DoesNotContain("after all had come | none |", run.Said, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Events_reach_every_page_and_what_is_withdrawn_leaves_it()
    {
        var (exitCode, said) = await service.Load(200, "--profile", "listens", "--event", "2", "--withdraw", "--key", service.Key);

        Assert.True(exitCode == 0, said);
        Assert.Contains("; 200 pushes came", said, StringComparison.Ordinal);
        Assert.Matches(@"withdrawal: blanked \| p50 .*; 200\)", said);
    }
}
