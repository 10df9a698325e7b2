using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace CometAdTag.Service.Sockets;

/// <summary>Pages' WebSockets that do not go through the web server: on Linux, where the kernel tells of many at once. Elsewhere, and over TLS or HTTP/2, they do.</summary>
internal static class SocketsFeature
{
    /// <summary>Connections that wait to be accepted; the kernel may allow fewer (net.core.somaxconn). One that finds no place tries again a second later.</summary>
    private const int Backlog = 4_096;

    public static void AddSockets(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<SocketTransportOptions>(options => options.Backlog = Backlog);
        if (!OperatingSystem.IsLinux()) return;
        builder.Services.AddSingleton<SocketLoops>();
        builder.Services.AddSingleton<IConnectionListenerFactory, SharedPorts>();
    }
}
