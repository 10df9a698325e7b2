using Microsoft.AspNetCore.Connections;

namespace CometAdTag.Service.Sockets;

/// <summary>Pages' WebSockets that do not go through the web server: on Linux, where the kernel tells of many at once. Elsewhere, and over TLS or HTTP/2, they do.</summary>
internal static class SocketsFeature
{
    public static void AddSockets(this WebApplicationBuilder builder)
    {
        if (!OperatingSystem.IsLinux()) return;
        builder.Services.AddSingleton<SocketLoops>();
        builder.Services.AddSingleton<IConnectionListenerFactory, SharedPorts>();
    }
}
