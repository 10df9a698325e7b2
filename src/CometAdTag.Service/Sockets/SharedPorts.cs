using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace CometAdTag.Service.Sockets;

/// <summary>Opens the ports of the web server so that pages' WebSockets need not go through it.</summary>
internal sealed class SharedPorts(SocketLoops loops, IOptions<SocketTransportOptions> options, IMemoryPoolFactory<byte> memory, ILoggerFactory logs) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listening = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        try
        {
            listening.Blocking = false;
            listening.Listen(options.Value.Backlog);
            var connections = new SocketConnectionContextFactory(Of(options.Value), logs.CreateLogger("Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets"));
            return ValueTask.FromResult<IConnectionListener>(new SharedPort(listening, connections, new MemoryOfServer(memory.Create()), loops));
        }
        catch
        {
            listening.Dispose();
            throw;
        }
    }

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
