using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Benchmarks.Push;

/// <summary>What Kestrel can push with nothing behind it: a connection handler that holds WebSockets, and decides, signs and formats nothing.</summary>
internal static class BarePushServer
{
    public const string Command = "bare-push-server";

    public static async Task Run(string url)
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<BarePages>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, new Uri(url).Port, port => port.UseConnectionHandler<BarePages>()));
        await builder.Build().RunAsync();
    }
}
