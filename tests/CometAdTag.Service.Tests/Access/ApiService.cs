using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CometAdTag.Service.Access;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Reports;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;
using CometAdTag.Service.Tests.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Service.Tests.Access;

using Ledger = CometAdTag.Service.Ledger.Ledger;

/// <summary>Ledger, report and access alone, behind a real socket, on the clock and in the folder of a fixture.</summary>
internal sealed class ApiService : IAsyncDisposable
{
    private readonly WebApplication app;

    private ApiService(WebApplication app, LedgerFixture fixture)
    {
        this.app = app;
        KeyFile = Path.Combine(fixture.Root, "admin.key");
        if (File.Exists(KeyFile)) Use(File.ReadAllText(KeyFile).Trim());
    }

    public string KeyFile { get; }
    public HttpClient Client { get; } = new();
    public ControlFile Control => app.Services.GetRequiredService<ControlFile>();
    public Upkeep Upkeep => app.Services.GetRequiredService<Upkeep>();
    public Prices Prices => app.Services.GetRequiredService<Prices>();
    public Ledger Ledger => app.Services.GetRequiredService<Ledger>();

    public static Task<ApiService> Start(LedgerFixture fixture, ILoggerProvider? logs = null, params string[] settings) =>
        Start(fixture, _ => { }, logs, settings);

    /// <summary>With endpoints of the test's own.</summary>
    public static async Task<ApiService> Start(
        LedgerFixture fixture, Action<WebApplication> map, ILoggerProvider? logs = null, params string[] settings)
    {
        var builder = WebApplication.CreateBuilder(["--Urls=http://127.0.0.1:0", $"--Data:Path={fixture.Root}", .. settings]);
        builder.Services.AddSingleton<TimeProvider>(fixture.Time);
        builder.Services.AddSingleton<Urgency>();
        builder.AddSettings();
        builder.AddTelemetry();
        builder.AddAccess();
        builder.AddLedger();
        builder.AddReports();
        builder.Logging.ClearProviders();
        if (logs is not null) builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        var built = builder.Build();
        built.UseSettings();
        built.UseAccess();
        built.MapAccess();
        built.MapReport();
        map(built);
        await built.StartAsync();
        return new(built, fixture);
    }

    /// <summary>Sends this key from now on.</summary>
    public void Use(string key) => Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

    public Uri Address(string pathAndQuery) => new(new Uri(app.Urls.First()), pathAndQuery);

    public Task<HttpResponseMessage> Get(string pathAndQuery) => Send(HttpMethod.Get, pathAndQuery);

    public async Task<HttpResponseMessage> Send(HttpMethod method, string pathAndQuery, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, Address(pathAndQuery)) { Content = body };
        return await Client.SendAsync(request);
    }

    public async Task<JsonObject> Report(string query)
    {
        using var answer = await Get($"/api/v1/report?{query}");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
