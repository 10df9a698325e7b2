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
        return builder;
    }

    public static WebApplication UseStatistics(this WebApplication app)
    {
        var statistics = app.Services.GetRequiredService<Live<AdServerOptions>>().Value.Statistics;
        if (!statistics.IsOn) return app;
        app.Services.GetRequiredService<Ledger.Ledger>().HandOver.TurnOn();
        app.Services.GetRequiredService<Instruments>().AdServerKnown(AdServerOptions.StatisticsSource, Words.All<AdServerOutcome>());
        return app;
    }

    private static IStatisticsWay Way(IServiceProvider services) =>
        services.GetRequiredService<Live<AdServerOptions>>().Value.Statistics.Way == StatisticsOptions.IntakeWay
            ? services.GetRequiredService<StatisticsIntake>()
            : services.GetRequiredService<StatisticsBeacons>();
}
