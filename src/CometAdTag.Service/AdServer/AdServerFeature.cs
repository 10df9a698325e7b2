using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.AdServer;

/// <summary>Keeps the snapshot of the ad server's campaigns.</summary>
internal static class AdServerFeature
{
    public static WebApplicationBuilder AddAdServer(this WebApplicationBuilder builder)
    {
        builder.AddLiveOptions<AdServerOptions>("AdServer");
        builder.AddReadyWhen("snapshot", services =>
            services.GetRequiredService<SourceAtStart>().IsDelegated || services.GetRequiredService<Snapshots>().HasOne);
        builder.Services.AddSingleton<SourceAtStart>();
        builder.Services.AddSingleton<Snapshots>();
        builder.Services.AddSingleton<SnapshotStore>();
        builder.Services.AddSingleton<AdServerHttp>();
        builder.Services.AddSingleton<Patience>();
        builder.Services.AddSingleton<FeedClient>();
        builder.Services.AddSingleton(services => new ReviveCalls(services.GetRequiredService<AdServerHttp>(), services.GetRequiredService<Patience>().Api));
        builder.Services.AddSingleton<ReviveApiSource>();
        builder.Services.AddSingleton<ReviveAnswer>();
        builder.Services.AddSingleton<ReviveDelivery>();
        builder.Services.AddSingleton<CampaignSource>();
        builder.Services.AddSingleton<SnapshotPull>();
        builder.Services.AddSingleton<PullNotices>();
        builder.Services.AddHostedService<CampaignPuller>();
        return builder;
    }

    public static WebApplication UseAdServer(this WebApplication app)
    {
        var instruments = app.Services.GetRequiredService<Instruments>();
        var snapshots = app.Services.GetRequiredService<Snapshots>();
        var source = app.Services.GetRequiredService<SourceAtStart>().Name;
        instruments.AdServerKnown(source, Words.All<AdServerOutcome>());
        app.Services.GetRequiredService<Prices>().Bind(() => snapshots.Current);
        app.MapPull();
        instruments.BindSnapshotAge(() => snapshots.Age?.TotalSeconds ?? double.NaN);
        return app;
    }
}
