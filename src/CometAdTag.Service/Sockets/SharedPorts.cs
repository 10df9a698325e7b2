using System.Buffers;
using System.Net;
using System.Net.Sockets;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace CometAdTag.Service.Sockets;

/// <summary>Opens the ports of the web server so that pages' WebSockets need not go through it.</summary>
internal sealed class SharedPorts(
    SocketLoops loops, IOptions<SocketTransportOptions> options, Live<TelemetryOptions> telemetry, IConfiguration settings, IMemoryPoolFactory<byte> memory, ILoggerFactory logs)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>Ports where a page that speaks plainly has no business: those of TLS, and telemetry's own.</summary>
    private readonly HashSet<int> apart = [.. UrlsOfTls(settings).Select(url => BindingAddress.Parse(url).Port), .. telemetry.Value.Ports];

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint { Port: var port } && !apart.Contains(port);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listening = default(Socket);
        try
        {
            listening = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            listening.Blocking = false;
            listening.Listen(options.Value.Backlog);
            var connections = new SocketConnectionContextFactory(Of(options.Value), logs.CreateLogger("Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets"));
            return ValueTask.FromResult<IConnectionListener>(new SharedPort(listening, connections, new MemoryOfServer(memory.Create()), loops));
        }
        catch (Exception failed)
        {
            listening?.Dispose();
            // The only one that the web server knows
            if (failed is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }) throw new AddressInUseException(failed.Message, failed);
            throw;
        }
    }

    private static IEnumerable<string> UrlsOfTls(IConfiguration settings) =>
        settings.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"])
            .Concat(settings["Urls"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
            .Concat(settings["HTTPS_PORTS"]?.Split(';').Select(port => $"https://*:{port}") ?? [])
            .OfType<string>().Where(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase));

    private static SocketConnectionFactoryOptions Of(SocketTransportOptions options) => new()
    {
        IOQueueCount = options.IOQueueCount,
        MaxReadBufferSize = options.MaxReadBufferSize,
        MaxWriteBufferSize = options.MaxWriteBufferSize,
        WaitForDataBeforeAllocatingBuffer = options.WaitForDataBeforeAllocatingBuffer,
        UnsafePreferInlineScheduling = options.UnsafePreferInlineScheduling,
    };

    /// <summary>The web server asks its own kind of memory for pieces of no length.</summary>
    private sealed record MemoryOfServer(MemoryPool<byte> MemoryPool) : IMemoryPoolFeature;
}
