using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Service.Tests.Telemetry;

/// <summary>Settings and telemetry alone, behind a real socket.</summary>
internal sealed class MeasuredService : IAsyncDisposable
{
    private readonly WebApplication app;

    private MeasuredService(WebApplication app) => this.app = app;

    public Instruments Instruments => app.Services.GetRequiredService<Instruments>();

    public Uri Address => new(app.Urls.First());

    public HttpClient Client { get; } = new();

    public static async Task<MeasuredService> Start(Action<WebApplicationBuilder>? add = null, params string[] settings)
    {
        var builder = WebApplication.CreateBuilder(["--Urls=http://127.0.0.1:0", .. settings]);
        builder.AddSettings();
        builder.AddTelemetry();
        builder.Logging.ClearProviders();
        add?.Invoke(builder);
        var service = new MeasuredService(builder.Build());
        service.app.UseSettings();
        service.app.MapTelemetry();
        service.app.MapGet("/else", () => "else");
        await service.app.StartAsync();
        return service;
    }

    public Task<string> Metrics() => Client.GetStringAsync(new Uri(Address, "/metrics"));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}
