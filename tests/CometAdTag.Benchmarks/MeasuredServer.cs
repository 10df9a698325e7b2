using System.Diagnostics;
using System.Globalization;

namespace CometAdTag.Benchmarks;

/// <summary>A server on the first core, until it is disposed of.</summary>
internal sealed class MeasuredServer : IDisposable
{
    private readonly HttpClient client;
    private readonly Process process;
    private readonly string ready;
    private bool isOver;

    public MeasuredServer(string dll, string ready, Func<string, string[]> arguments)
    {
        Port = Core.FreePort();
        client = new() { BaseAddress = new(Url) };
        this.ready = ready;
        process = Core.Start(dll, arguments(Url));
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Of its process, which taskset has become.</summary>
    public int Id => process.Id;

    /// <summary>Completes when it answers.</summary>
    public async Task Ready(CancellationToken cancel)
    {
        while (!await Answers(cancel))
        {
            if (process.HasExited) throw new InvalidOperationException("A server ended while it started.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancel);
        }
    }

    /// <summary>How many transactions the ledger committed so far.</summary>
    public async Task<double> Commits(CancellationToken cancel)
    {
        const string Metric = "comet_ledger_commit_seconds_count ";
        var line = (await client.GetStringAsync("/metrics", cancel)).Split('\n').Single(each => each.StartsWith(Metric, StringComparison.Ordinal));
        return double.Parse(line[Metric.Length..], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (isOver) return;
        isOver = true;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        client.Dispose();
    }

    private async Task<bool> Answers(CancellationToken cancel)
    {
        try
        {
            using var answer = await client.GetAsync(ready, cancel);
            return answer.IsSuccessStatusCode || ready == "/";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
