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
    private readonly string[] settings;
    private Process process;
    private volatile bool isKilled;

    private LoadedService(string feed, string data, string[] settings)
    {
        this.settings = settings;
        Address = new($"http://127.0.0.1:{Tool.FreePort()}");
        Data = data.Length > 0 ? data : $"{folder.Path}/data";
        folder.File("feed.json", feed);
        process = Begin();
    }

    public Uri Address { get; }

    /// <summary>Its data folder.</summary>
    public string Data { get; }

    /// <summary>The folder of its day files.</summary>
    public string Ledger => Path.Combine(Data, "ledger");

    /// <summary>It was killed, so that pages cannot reach it; false again once it is started.</summary>
    public bool IsKilled => isKilled;

    public static async Task<LoadedService> Start(string feed = LoadFeed.Json, string data = "", params string[] settings)
    {
        var service = new LoadedService(feed, data, settings);
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

    /// <summary>Ends it as `kill -9` does.</summary>
    public async Task Kill()
    {
        isKilled = true;
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Ends it in order, as `systemctl stop` does.</summary>
    public async Task Stop()
    {
        await Tool.Run("kill", ["-TERM", $"{process.Id}"]);
        using var bound = new CancellationTokenSource(Patience.Bound);
        await process.WaitForExitAsync(bound.Token);
    }

    /// <summary>Starts it again, at the same address and with the same data, and waits until it is ready.</summary>
    public async Task StartAgain()
    {
        BeginAgain();
        isKilled = false;
        await Ready();
    }

    /// <summary>Starts it again where it cannot start, and gives what it says.</summary>
    public async Task<string> FailToStart()
    {
        BeginAgain();
        using var bound = new CancellationTokenSource(Patience.Start);
        var said = await Task.WhenAll(process.StandardError.ReadToEndAsync(bound.Token), process.StandardOutput.ReadToEndAsync(bound.Token));
        await process.WaitForExitAsync(bound.Token);
        Assert.NotEqual(0, process.ExitCode);
        return string.Concat(said);
    }

    /// <summary>Starts it again, and ends it as `kill -9` does so long after that.</summary>
    public async Task KillWhileStarting(TimeSpan after)
    {
        BeginAgain();
        await Task.Delay(after, TimeProvider.System, CancellationToken.None);
        await Kill();
    }

    /// <summary>Completes when it is ready again by itself.</summary>
    public async Task Healed(CancellationToken bound)
    {
        using var glances = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await IsReady()) await glances.WaitForNextTickAsync(bound);
    }

    /// <summary>A browser on a page of the website, which follows no redirect.</summary>
    public HttpClient Page()
    {
        var page = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        page.DefaultRequestHeaders.Add("Origin", RunningService.Origin);
        return page.As(RunningService.UserAgent);
    }

    /// <summary>Asks its API with the admin key.</summary>
    public Task<JsonElement> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path)));

    /// <summary>Posts to its API with the admin key, and gives the answer.</summary>
    public Task<JsonElement> Post(string path, object body) =>
        Send(new HttpRequestMessage(HttpMethod.Post, new Uri(Address, path)) { Content = JsonContent.Create(body) });

    /// <summary>What it answers at /health/ready.</summary>
    public async Task<(bool IsReady, string Text)> Readiness()
    {
        using var answer = await client.GetAsync(new Uri(Address, "/health/ready"));
        return (answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<JsonElement> Send(HttpRequestMessage asked)
    {
        using var request = asked;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync($"{Data}/admin.key")).Trim());
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The sum of the series of a metric that have this label, as name="value".</summary>
    public async Task<double> Metric(string name, string label = "") =>
        (await Metrics()).Where(series => series.Name == name && series.Labels.Contains(label, StringComparison.Ordinal)).Sum(series => series.Value);

    /// <summary>All series of all metrics: the name, the labels as name="value", and the value.</summary>
    public async Task<List<(string Name, string Labels, double Value)>> Metrics() =>
        [.. (await client.GetStringAsync(new Uri(Address, "/metrics"))).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Series)];

    private static (string Name, string Labels, double Value) Series(string line)
    {
        var value = line.LastIndexOf(' ');
        var name = line.IndexOf('{', StringComparison.Ordinal) is > 0 and var labels ? labels : value;
        return (line[..name], line[name..value].Trim('{', '}'), double.Parse(line[(value + 1)..], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        client.Dispose();
        folder.Dispose();
    }

    private Process Begin() => Tool.Start("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "CometAdTag.Service.dll"), $"--Urls={Address.GetLeftPart(UriPartial.Authority)}",
            $"--Data:Path={Data}", $"--AdServer:Feed:Location={folder.Path}/feed.json",
            "--Refresh:AllowShortIntervals=true", "--Refresh:Default:Interval=00:00:00.1", "--Refresh:Default:Triggers=Event",
            "--Pages:RequestsPerAddress=0", "--Pages:HellosPerSecond=0", "--Pages:AckWithin=00:00:00", "--Logging:LogLevel:Default=Warning", .. settings,
        ],
        folder.Path);

    private void BeginAgain()
    {
        process.Dispose();
        process = Begin();
    }

    private async Task Ready()
    {
        // What it logs is read on, or its pipe would fill
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        using var bound = new CancellationTokenSource(Patience.Start);
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
            return (await Readiness()).IsReady;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
