using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CometAdTag.Service.Tests.Telemetry;

/// <summary>A real Prometheus that scrapes one service, with its data in a folder of its own.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly HttpClient client = new();
    private readonly CancellationTokenSource bound = new(TimeSpan.FromSeconds(60));
    private readonly Process process;

    private PrometheusServer(Uri service)
    {
        var config = folder.File("prometheus.yml", $$"""
            global: { scrape_interval: 200ms, scrape_timeout: 200ms }
            scrape_configs:
              - job_name: comet
                static_configs: [ { targets: [ "{{service.Authority}}" ] } ]
            """);
        var port = Tool.FreePort();
        client.BaseAddress = new($"http://127.0.0.1:{port}");
        process = Tool.Start("prometheus",
            [$"--config.file={config}", $"--storage.tsdb.path={folder.Path}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]);
    }

    /// <summary>Starts it and waits for the first good scrape.</summary>
    public static async Task<PrometheusServer> Scraping(Uri service)
    {
        var prometheus = new PrometheusServer(service);
        try
        {
            await prometheus.FirstScrape();
            return prometheus;
        }
        catch
        {
            await prometheus.DisposeAsync();
            throw;
        }
    }

    /// <summary>The one value that an instant query gives.</summary>
    public async Task<double> Answer(string query) =>
        double.Parse((await Series(query)).GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);

    public async Task<string?> Label(string query, string name) => (await Series(query)).GetProperty("metric").GetProperty(name).GetString();

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        client.Dispose();
        bound.Dispose();
        folder.Dispose();
    }

    private async Task FirstScrape()
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await Scraped())
        {
            if (process.HasExited) Assert.Fail("Prometheus ended: " + await process.StandardError.ReadToEndAsync(bound.Token));
            await poll.WaitForNextTickAsync(bound.Token);
        }
    }

    private async Task<bool> Scraped()
    {
        try
        {
            return (await Result("up == 1")).GetArrayLength() == 1;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet, or is still loading
            return false;
        }
    }

    private async Task<JsonElement> Series(string query) => Assert.Single((await Result(query)).EnumerateArray());

    private async Task<JsonElement> Result(string query)
    {
        var url = new Uri($"/api/v1/query?query={Uri.EscapeDataString(query)}", UriKind.Relative);
        using var answer = JsonDocument.Parse(await client.GetStringAsync(url, bound.Token));
        return answer.RootElement.GetProperty("data").GetProperty("result").Clone();
    }
}
