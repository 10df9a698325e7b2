using CometAdTag.Service.AdServer;
using CometAdTag.Service.Demo;
using CometAdTag.Service.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Service.Tests.Demo;

/// <summary>The demo alone, on a real socket.</summary>
public sealed class DemoSite : IAsyncLifetime
{
    private readonly WebApplication app = Build();

    public HttpClient Client { get; } = new();

    public async Task InitializeAsync()
    {
        await app.StartAsync();
        Client.BaseAddress = new Uri(app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddSettings(new SettingsFile()).AddLiveOptions<AdServerOptions>("AdServer");
        builder.AddDemo();
        var built = builder.Build();
        built.Urls.Add("http://127.0.0.1:0");
        built.MapDemo();
        return built;
    }
}
