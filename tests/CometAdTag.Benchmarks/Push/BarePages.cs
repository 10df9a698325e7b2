using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace CometAdTag.Benchmarks.Push;

/// <summary>
/// Speaks just enough for the load tool: a WebSocket's hello is answered by `ready` and one `ad`; a POST has an `ad` of its own written to each
/// socket, by one thread over an array.
/// </summary>
internal sealed class BarePages : ConnectionHandler
{
    private const string Accepted =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private readonly Lock gate = new();
    private readonly List<Socket> sockets = [];
    private readonly BareAd ad = new();

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        try
        {
            var head = await Head(connection.Transport.Input);
            if (head.StartsWith("GET /comet/v1/socket ", StringComparison.Ordinal)) await Hold(connection);
            else await Answer(connection, head.StartsWith("POST ", StringComparison.Ordinal) ? PushToAll() : 0);
        }
        catch (Exception lost) when (lost is IOException or SocketException or ConnectionResetException)
        {
            // the client went
        }
    }

    private static async Task<string> Head(PipeReader input)
    {
        while (true)
        {
            var read = await input.ReadAsync();
            var text = Encoding.ASCII.GetString(read.Buffer);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0 && read.IsCompleted) throw new IOException("no whole head came");
            input.AdvanceTo(end < 0 ? read.Buffer.Start : read.Buffer.GetPosition(end + 4), read.Buffer.End);
            if (end >= 0) return text[..end];
        }
    }

    private static async Task Answer(ConnectionContext connection, int pushed)
    {
        var body = $$"""{"slots":{{pushed}},"waiting":0}""";
        await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 202 Accepted\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
    }

    private async Task Hold(ConnectionContext connection)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        await output.WriteAsync(Encoding.ASCII.GetBytes(Accepted));
        input.AdvanceTo((await input.ReadAsync()).Buffer.End);
        var socket = connection.Features.Get<IConnectionSocketFeature>()!.Socket;
        await output.WriteAsync(BareAd.Ready);
        await output.WriteAsync(ad.Initial());
        lock (gate) sockets.Add(socket);
        try
        {
            while (await input.ReadAsync() is { IsCompleted: false } read) input.AdvanceTo(read.Buffer.End);
        }
        finally
        {
            lock (gate) sockets.Remove(socket);
        }
    }

    private int PushToAll()
    {
        lock (gate)
        {
            foreach (var socket in sockets)
            {
                socket.Blocking = false;
                socket.Send(ad.Next());
            }
            return sockets.Count;
        }
    }
}
