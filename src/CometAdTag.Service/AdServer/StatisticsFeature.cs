using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.AdServer;

/// <summary>Hands impressions and clicks over to the ad server; begins after the ledger and ends before it, when the last page has gone.</summary>
internal static class StatisticsFeature
{
    public static WebApplicationBuilder AddStatistics(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<StatisticsJournal>();
        builder.Services.AddSingleton<StatisticsIntake>();
        builder.Services.AddSingleton<StatisticsBeacons>();
        builder.Services.AddSingleton(services => new StatisticsRound(Way(services), services.GetRequiredService<StatisticsJournal>()));
        builder.Services.AddHostedService<StatisticsSender>();
        builder.Services.AddSingleton<IntakeCounts>();
        builder.Services.AddSingleton(services => new ReviveApiCounts(
            new ReviveCalls(services.GetRequiredService<AdServerHttp>(), services.GetRequiredService<Patience>().Reconciliation),
            services.GetRequiredService<Live<AdServerOptions>>(), services.GetRequiredService<ILogger<ReviveApiCounts>>()));
        builder.Services.AddSingleton<AdServerCounts>();
        return builder;
    }

    public static WebApplication UseStatistics(this WebApplication app)
    {
        var instruments = app.Services.GetRequiredService<Instruments>();
        if (app.Services.GetRequiredService<AdServerCounts>().Way is not null)
            instruments.AdServerKnown(AdServerOptions.ReconciliationSource, Words.All<AdServerOutcome>());
        var statistics = app.Services.GetRequiredService<Live<AdServerOptions>>().Value.Statistics;
        if (!statistics.IsOn) return app;
        app.Services.GetRequiredService<Ledger.Ledger>().HandOver.TurnOn();
        instruments.AdServerKnown(AdServerOptions.StatisticsSource, Words.All<AdServerOutcome>());
        return app;
    }

    private static IStatisticsWay Way(IServiceProvider services) =>
        services.GetRequiredService<Live<AdServerOptions>>().Value.Statistics.Way == StatisticsOptions.IntakeWay
            ? services.GetRequiredService<StatisticsIntake>()
            : services.GetRequiredService<StatisticsBeacons>();
}
