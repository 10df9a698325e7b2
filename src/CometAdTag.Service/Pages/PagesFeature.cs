using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;
using Microsoft.AspNetCore.HttpOverrides;

namespace CometAdTag.Service.Pages;

/// <summary>The pages of this node: their door, their transports, their clock, and how they are sent away.</summary>
internal static class PagesFeature
{
    /// <summary>Longer than any drain window in use: ends a stop that hangs.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromMinutes(10);

    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.AddLiveOptions<PagesOptions>("Pages");
        builder.AddLiveOptions<ViewerOptions>("Viewers");
        builder.AddReadyWhen("pages", provider => !provider.GetRequiredService<PageDoor>().Closed.IsCancellationRequested);
        var services = builder.Services;
        services.AddSingleton<ServiceClock>();
        services.AddSingleton<PageWheel>();
        services.AddSingleton<OpenPages>();
        services.AddSingleton<AllowedOrigins>();
        services.AddSingleton<PageRates>();
        services.AddSingleton<ProxyWatch>();
        services.AddSingleton<PageDoor>();
        services.AddHostedService<PageDrain>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        services.AddOptions<ForwardedHeadersOptions>().Configure<Live<PagesOptions>>(Trust);
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapSocket();
        app.MapStream();
        app.MapPoll();
        app.MapReceipts();
    }

    /// <summary>Before everything that asks for an address or scheme.</summary>
    public static void UsePages(this WebApplication app)
    {
        app.UseReadableHosts();
        app.UseForwardedHeaders();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        var pages = app.Services.GetRequiredService<OpenPages>();
        app.Logger.LogInformation("At most {Pages} pages on this node", pages.Most);
    }

    private static void Trust(ForwardedHeadersOptions headers, Live<PagesOptions> options)
    {
        // An empty list of proxies would be taken for trust in everybody
        if (options.Value.TrustedProxies.Length == 0) return;
        headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var proxy in options.Value.TrustedProxies)
            headers.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy.Contains('/') ? proxy : proxy + (proxy.Contains(':') ? "/128" : "/32")));
    }
}
