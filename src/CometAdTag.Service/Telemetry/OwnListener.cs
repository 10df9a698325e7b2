using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Telemetry;

/// <summary>Keeps metrics and health on the listener of Telemetry:Urls, and everything else off it.</summary>
internal static class OwnListener
{
    public static void UseOwnListener(this WebApplication app)
    {
        var own = app.Services.GetRequiredService<Live<TelemetryOptions>>().Value;
        var ports = own.Ports.ToHashSet();
        if (ports.Count == 0) return;
        var open = app.Configuration["Urls"]?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var url in open.Concat(own.Each)) app.Urls.Add(url);
        app.Use((context, next) =>
        {
            // The port of the connection: the Host header is whatever a client says
            if (ports.Contains(context.Connection.LocalPort) == IsTelemetry(context.Request.Path)) return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    private static bool IsTelemetry(PathString path) =>
        path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);
}
