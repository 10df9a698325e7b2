using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace CometAdTag.Service.Tests;

/// <summary>The whole service on a loopback port of its own, with a data folder of its own and a clock that the test turns.</summary>
internal sealed class RunningService : WebApplicationFactory<Program>
{
    /// <summary>The origin of the publisher's pages in <see cref="TestFeed"/>.</summary>
    public const string Origin = "http://page.test";

    private readonly Dictionary<string, string> settings;

    private RunningService(string data, Dictionary<string, string> settings)
    {
        (Data, this.settings) = (data, settings);
        UseKestrel(0);
    }

    /// <summary>Begins now, so that what it stamps is near the wall clock of the files that it writes.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public string Data { get; }

    public Uri Address { get; private set; } = null!;

    /// <summary>Starts it on the test feed with short intervals allowed; a setting given here wins. The data folder of an earlier run may be given.</summary>
    public static RunningService Start(string? data = null, params (string Key, string Value)[] settings)
    {
        data ??= Directory.CreateTempSubdirectory("cometadtag-").FullName;
        var all = new Dictionary<string, string>
        {
            ["Data:Path"] = Path.Combine(data, "data"),
            ["AdServer:Feed:Location"] = TestFeed.WriteTo(data),
            ["Refresh:AllowShortIntervals"] = "true",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var (key, value) in settings) all[key] = value;
        var service = new RunningService(data, all);
        service.StartServer();
        service.Address = new(service.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return service;
    }

    /// <summary>A client that speaks as a page of the publisher does.</summary>
    public HttpClient Page()
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("Origin", Origin);
        return client;
    }

    /// <summary>A client with the admin key of the first start.</summary>
    public HttpClient Admin()
    {
        var client = new HttpClient { BaseAddress = Address };
        var key = File.ReadAllText(Path.Combine(Data, "data", "admin.key")).Trim();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Stops it as SIGTERM does; pages that are still open are sent away on the test's clock.</summary>
    public override async ValueTask DisposeAsync()
    {
        var stopped = base.DisposeAsync().AsTask();
        while (!stopped.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(stopped, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
        }
        await stopped;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.Replace(ServiceDescriptor.Singleton(new Chance(seed: 1)));
        });
    }
}
