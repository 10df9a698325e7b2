using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CometAdTag.Benchmarks;

/// <summary>A connection that is read as text and asks how often something came.</summary>
internal sealed class Line : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] read = new byte[16_384];
    private int filled;

    public async Task Open(int port, CancellationToken cancel) => await socket.ConnectAsync(IPAddress.Loopback, port, cancel);

    public async Task Send(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, cancel)..];
    }

    /// <summary>Reads until this came once, and forgets what was read.</summary>
    public async Task Await(byte[] wanted, CancellationToken cancel)
    {
        while (read.AsSpan(0, filled).IndexOf(wanted) < 0) await Read(cancel);
        filled = 0;
    }

    /// <summary>Reads on, and gives what is there to whoever says how much of it was used.</summary>
    public async Task Read(Func<ReadOnlyMemory<byte>, int> use, CancellationToken cancel)
    {
        await Read(cancel);
        var used = use(read.AsMemory(0, filled));
        read.AsSpan(used, filled - used).CopyTo(read);
        filled -= used;
    }

    public void Dispose() => socket.Dispose();

    private async Task Read(CancellationToken cancel)
    {
        var got = await socket.ReceiveAsync(read.AsMemory(filled), cancel);
        if (got == 0) throw new InvalidOperationException($"The service closed a connection, after: {Encoding.UTF8.GetString(read, 0, filled)}");
        filled += got;
    }
}
