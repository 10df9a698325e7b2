using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace CometAdTag.Service.Tests;

/// <summary>The whole service on a loopback port of its own, with a data folder of its own and a clock that the test turns.</summary>
internal sealed class RunningService : WebApplicationFactory<Program>
{
    /// <summary>The origin of the publisher's pages in <see cref="TestFeed"/>.</summary>
    public const string Origin = "http://page.test";

    /// <summary>What its pages are viewed with.</summary>
    public const string UserAgent = "Mozilla/5.0 (X11; Linux x86_64) Test/1.0";

    private readonly Dictionary<string, string> settings;
    private readonly LastingClock clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    private RunningService(string data, Dictionary<string, string> settings)
    {
        (Data, this.settings) = (data, settings);
        UseKestrel(0);
    }

    /// <summary>Begins now, so that what it stamps is near the wall clock of the files that it writes.</summary>
    public FakeTimeProvider Clock => clock;

    public string Data { get; }

    /// <summary>While it stops, the clock is not turned before this.</summary>
    public Task Turning { get; set; } = Task.CompletedTask;

    public Uri Address { get; private set; } = null!;

    /// <summary>Starts it on the test feed with short intervals allowed; a setting given here wins. The data folder of an earlier run may be given.</summary>
    public static RunningService Start(string? data = null, params (string Key, string Value)[] settings)
    {
        data ??= TempFolder.Shared();
        var all = new Dictionary<string, string>
        {
            ["Data:Path"] = Path.Combine(data, "data"),
            ["AdServer:Feed:Location"] = TestFeed.WriteTo(data),
            ["Refresh:AllowShortIntervals"] = "true",
            // Acks are what tests wait by
            ["Pages:AckWithin"] = "00:00:00",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var (key, value) in settings) all[key] = value;
        var service = new RunningService(data, all);
        service.StartServer();
        service.Address = new(service.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return service;
    }

    /// <summary>A client that speaks as a page of the publisher does.</summary>
    public HttpClient Page()
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("Origin", Origin);
        client.DefaultRequestHeaders.Add("Accept-Language", "de");
        return client.As(UserAgent);
    }

    /// <summary>A client with the admin key of the first start.</summary>
    public HttpClient Admin()
    {
        var client = new HttpClient { BaseAddress = Address };
        var key = File.ReadAllText(Path.Combine(Data, "data", "admin.key")).Trim();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>The sum of the series of a metric that have all of these labels, each as name="value".</summary>
    public async Task<double> Metric(string name, params string[] labels)
    {
        using var client = new HttpClient { BaseAddress = Address };
        var series = (await client.GetStringAsync("/metrics")).Split('\n')
            .Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))
            .Where(line => Array.TrueForAll(labels, label => line.Contains(label, StringComparison.Ordinal)));
        return series.Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until a metric has this value; the service counts a page out when it notices, on its own time.</summary>
    public async Task Until(double value, string name, params string[] labels)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (await Metric(name, labels) is var now && Math.Abs(now - value) > 0.001)
            Assert.False(bound.IsCancellationRequested, $"{name} {string.Join(',', labels)} stays {now} and never was {value}");
    }

    /// <summary>The rows of the report, after what was counted is durable.</summary>
    public async Task<JsonElement[]> Report(string by)
    {
        await Services.GetRequiredService<CometAdTag.Service.Ledger.Ledger>().Flush(CancellationToken.None);
        using var admin = Admin();
        var from = Uri.EscapeDataString(Clock.GetUtcNow().AddDays(-2).ToString("O", CultureInfo.InvariantCulture));
        var to = Uri.EscapeDataString(Clock.GetUtcNow().AddDays(1).ToString("O", CultureInfo.InvariantCulture));
        using var report = JsonDocument.Parse(await admin.GetStringAsync($"/api/v1/report?from={from}&to={to}&by={by}"));
        return [.. report.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.Clone())];
    }

    /// <summary>Stops as on SIGTERM; the clock is turned meanwhile, since pages are sent away by it.</summary>
    public override async ValueTask DisposeAsync()
    {
        var stopped = Task.Run(async () => await base.DisposeAsync());
        await Turning;
        while (!stopped.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(stopped, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None));
        }
        await stopped;
        // The program stops by itself too, and where it is the one that disposes, its folder may be in use still
        await clock.Outlasted.WaitAsync(Patience.Bound);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_ => clock));
            services.Replace(ServiceDescriptor.Singleton(new Chance(seed: 1)));
        });
    }

    /// <summary>One that is disposed after all that goes by it.</summary>
    private sealed class LastingClock(DateTimeOffset start) : FakeTimeProvider(start), IDisposable
    {
        private readonly TaskCompletionSource outlasted = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Outlasted => outlasted.Task;

        public void Dispose() => outlasted.TrySetResult();
    }
}
