using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Ledger;

/// <summary>The ledger, open before the first page connects and closed after the last.</summary>
internal static class LedgerFeature
{
    public static WebApplicationBuilder AddLedger(this WebApplicationBuilder builder)
    {
        builder.AddLiveOptions<LedgerOptions>("Ledger");
        builder.Services.AddSingleton<Ledger>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Ledger>());
        builder.Services.AddSingleton(services => services.GetRequiredService<Ledger>().Here);
        builder.Services.AddSingleton<HandOver>();
        builder.Services.AddSingleton(services => services.GetRequiredService<Ledger>().Prices);
        builder.Services.AddSingleton<Upkeep>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Upkeep>());
        builder.AddReadyWhen("ledger", services => services.GetRequiredService<Ledger>().Writable);
        return builder;
    }
}
