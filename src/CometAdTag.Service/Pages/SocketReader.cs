using System.Net.WebSockets;

namespace CometAdTag.Service.Pages;

/// <summary>Reads whole text messages from a WebSocket; no buffer is held while nothing arrives.</summary>
internal sealed class SocketReader(WebSocket socket)
{
    private const int Chunk = 2048;

    private RentedBytes rented;

    /// <summary>What was wrong with the message that was not read.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>The page closed the connection, or it was lost.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The next message, until the one after it is asked for; null at the end, or where the message is too long or not text.</summary>
    public async Task<ReadOnlyMemory<byte>?> Read(int most, CancellationToken cancel)
    {
        // Where a connection ends in the middle of a message, nobody does this: a read may be under way still
        rented.Release();
        var waited = await socket.ReceiveAsync(Memory<byte>.Empty, cancel);
        if (waited.MessageType == WebSocketMessageType.Close) return Over();
        if (waited.EndOfMessage) return ReadOnlyMemory<byte>.Empty;
        while (true)
        {
            var received = await socket.ReceiveAsync(rented.Room(Chunk), cancel);
            if (received.MessageType == WebSocketMessageType.Close) return Over();
            rented.Grow(received.Count);
            if (received.MessageType != WebSocketMessageType.Text) return Wrong("a message is not text");
            if (rented.Length > most) return Wrong($"a message is longer than {most} bytes");
            if (received.EndOfMessage) return rented.All;
        }
    }

    /// <summary>Reads on to the end and keeps nothing, so that the page gets our close frame before the connection ends.</summary>
    public async Task Drain()
    {
        var sink = new byte[Chunk];
        while (!IsOver && socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            IsOver = (await socket.ReceiveAsync(sink.AsMemory(), CancellationToken.None)).MessageType == WebSocketMessageType.Close;
    }

    private ReadOnlyMemory<byte>? Over()
    {
        IsOver = true;
        return null;
    }

    private ReadOnlyMemory<byte>? Wrong(string problem)
    {
        Problem = problem;
        return null;
    }
}
