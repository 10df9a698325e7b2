using CometAdTag.Service.Settings;
using Prometheus;

namespace CometAdTag.Service.Telemetry;

/// <summary>Metrics and health.</summary>
internal static class TelemetryFeature
{
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddLiveOptions<TelemetryOptions>("Telemetry");
        builder.Services.AddSingleton<Instruments>();
        builder.Services.AddSingleton<Health>();
        return builder;
    }

    /// <summary>Without this the service is not ready.</summary>
    public static WebApplicationBuilder AddReadyWhen(this WebApplicationBuilder builder, string name, Func<IServiceProvider, bool> isThere)
    {
        builder.Services.AddSingleton(new ReadyWhen(name, isThere));
        return builder;
    }

    public static WebApplication MapTelemetry(this WebApplication app)
    {
        app.UseOwnListener();
        app.MapMetrics(metrics =>
        {
            metrics.Registry = app.Services.GetRequiredService<Instruments>().Registry;
            // Only the format of the contract, whatever a client would like
            metrics.EnableOpenMetrics = false;
        });
        app.MapGet("/health/live", Health.Live);
        app.MapGet("/health/ready", (Health health) => health.Ready());
        return app;
    }
}
