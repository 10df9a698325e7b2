using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace CometAdTag.Service.Tests.Load;

/// <summary>The service as its own process on the real clock, with limits that let one machine be thousands of viewers.</summary>
internal sealed class LoadedService : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly HttpClient client = new();
    private readonly Process process;

    private LoadedService()
    {
        Address = new($"http://127.0.0.1:{Tool.FreePort()}");
        process = Tool.Start("dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "CometAdTag.Service.dll"), $"--Urls={Address.GetLeftPart(UriPartial.Authority)}",
                $"--Data:Path={folder.Path}/data", $"--AdServer:Feed:Location={folder.File("feed.json", LoadFeed.Json)}",
                "--Refresh:AllowShortIntervals=true", "--Refresh:Default:Interval=00:00:00.1", "--Refresh:Default:Triggers=Event",
                "--Pages:RequestsPerAddress=0", "--Pages:HellosPerSecond=0", "--Logging:LogLevel:Default=Warning",
            ],
            folder.Path);
    }

    public Uri Address { get; }

    public static async Task<LoadedService> Start()
    {
        var service = new LoadedService();
        try
        {
            await service.Ready();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Posts to its API with the admin key, and gives the answer.</summary>
    public async Task<JsonElement> Post(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, path)) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync($"{folder.Path}/data/admin.key")).Trim());
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The sum of the series of a metric that have this label, as name="value".</summary>
    public async Task<double> Metric(string name, string label = "") =>
        (await client.GetStringAsync(new Uri(Address, "/metrics"))).Split('\n')
            .Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))
            .Where(line => line.Contains(label, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        client.Dispose();
        folder.Dispose();
    }

    private async Task Ready()
    {
        // What it logs is read on, or its pipe would fill
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        using var bound = new CancellationTokenSource(Patience.Bound);
        using var glances = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await IsReady())
        {
            if (process.HasExited) Assert.Fail($"The service ended: {await output}{await errors}");
            await glances.WaitForNextTickAsync(bound.Token);
        }
    }

    private async Task<bool> IsReady()
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(Address, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
