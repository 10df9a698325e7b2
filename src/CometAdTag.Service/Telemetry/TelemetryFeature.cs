namespace CometAdTag.Service.Telemetry;

/// <summary>Metrics and health.</summary>
internal static class TelemetryFeature
{
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Instruments>();
        return builder;
    }
}
