using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace CometAdTag.Service.Sockets;

/// <summary>One port for pages' WebSockets and for the web server: the loops accept, keep the former, and give the web server all other connections.</summary>
internal sealed class SharedPort : IConnectionListener
{
    private readonly Channel<int> others = Channel.CreateUnbounded<int>();
    private readonly SocketConnectionContextFactory connections;
    private readonly IMemoryPoolFeature memory;
    private readonly SocketLoops loops;
    // Unreferenced it would be finalised, and the port closed
    private readonly Socket listening;

    public SharedPort(Socket listening, SocketConnectionContextFactory connections, IMemoryPoolFeature memory, SocketLoops loops)
    {
        (this.listening, this.connections, this.memory, this.loops) = (listening, connections, memory, loops);
        (EndPoint, Descriptor) = (listening.LocalEndPoint!, (int)listening.Handle);
        loops.Listen(this);
    }

    public EndPoint EndPoint { get; }

    public int Descriptor { get; }

    /// <summary>A connection that is the web server's.</summary>
    public void Give(int descriptor)
    {
        if (!others.Writer.TryWrite(descriptor)) Linux.Close(descriptor);
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await others.Reader.WaitToReadAsync(cancellationToken))
            while (others.Reader.TryRead(out var descriptor))
                if (Connection(descriptor) is { } connection) return connection;
        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        if (!others.Writer.TryComplete()) return ValueTask.CompletedTask;
        loops.Forget(this);
        listening.Dispose();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        while (others.Reader.TryRead(out var descriptor)) Linux.Close(descriptor);
        connections.Dispose();
    }

    private ConnectionContext? Connection(int descriptor)
    {
        try
        {
            var connection = connections.Create(new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)) { NoDelay = true });
            connection.Features.Set(memory);
            return connection;
        }
        catch (SocketException)
        {
            // It was lost meanwhile
            return null;
        }
    }
}
