using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Traffic;

/// <summary>Who counts: people are told from crawlers, programs and data centres.</summary>
internal static class TrafficFeature
{
    public static void AddTraffic(this WebApplicationBuilder builder)
    {
        builder.AddLiveOptions<InvalidTrafficOptions>("InvalidTraffic");
        builder.Services.AddSingleton(_ => Crawlers.Known());
        builder.Services.AddSingleton<DataCentres>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DataCentres>());
        builder.Services.AddSingleton<InvalidTraffic>();
    }
}
