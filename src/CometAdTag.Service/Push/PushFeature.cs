using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Push;

/// <summary>What is pushed to the pages: the only part that knows campaigns and pages.</summary>
internal static class PushFeature
{
    public static void AddPush(this WebApplicationBuilder builder)
    {
        builder.AddLiveOptions<RefreshOptions>("Refresh");
        builder.AddLiveOptions<CreativesOptions>("Creatives");
        builder.AddSettingsRule<AdServerOptions, PagesOptions>("Pages:AllowedOrigins", static (adServer, pages) =>
            adServer.IsDelegated && pages.AllowedOrigins.Length == 0
                ? $"is needed with AdServer:Source {adServer.Source}, which names no websites: list the origins of the pages, such as https://www.example."
                : null);
        var services = builder.Services;
        services.AddSingleton(provider => new SigningKeys(KeyRing.Load(provider.GetRequiredService<DataFolder>())));
        services.AddSingleton(provider => new TokenSigner(provider.GetRequiredService<SigningKeys>().Ring));
        services.AddSingleton(provider => new LinkSigner(provider.GetRequiredService<SigningKeys>().Ring));
        services.AddSingleton(provider => new ViewerSigner(provider.GetRequiredService<SigningKeys>().Ring));
        services.AddSingleton<CreativeHosts>();
        services.AddSingleton<Destinations>();
        services.AddSingleton<PolicyStore>();
        services.AddSingleton<Withdrawals>();
        services.AddSingleton<WithdrawalTimes>();
        services.AddSingleton<PageEvents>();
        services.AddSingleton<DayStarts>();
        services.AddSingleton<Reservations>();
        services.AddSingleton<Pacemaker>();
        services.AddHostedService(provider => provider.GetRequiredService<Pacemaker>());
        services.AddSingleton<LineupBoard>();
        services.AddHostedService(provider => provider.GetRequiredService<LineupBoard>());
        services.AddSingleton<Rotator>();
        services.AddSingleton<FailingCreatives>();
        services.AddHostedService<FailureWatch>();
        services.AddSingleton<ReceiptDesk>();
        services.AddSingleton<ClickDesk>();
        services.AddSingleton<PendingCaps>();
        services.AddSingleton<ViewerBooks>();
        services.AddSingleton<DelegatedRotator>();
        services.AddSingleton<IConversations, Conversations>();
    }

    public static void MapPush(this WebApplication app)
    {
        app.MapFrame();
        app.MapClick();
        app.MapEvents();
        app.MapWithdrawals();
        app.MapRefresh();
        app.MapExplain();
        app.MapStatus();
    }

    /// <summary>The key ring as it was at start.</summary>
    private sealed record SigningKeys(SigningKey[] Ring);
}
