using System.Buffers;
using System.Net.WebSockets;

namespace CometAdTag.Service.Pages;

/// <summary>Reads whole text messages from a WebSocket; no buffer is held while nothing arrives.</summary>
internal sealed class SocketReader(WebSocket socket)
{
    private const int Chunk = 4096;

    private byte[] rented = [];

    /// <summary>What was wrong with the message that was not read.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>The page closed the connection, or it was lost.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The next message, until the one after it is asked for; null at the end, or where the message is too long or not text.</summary>
    public async Task<ReadOnlyMemory<byte>?> Read(int most, CancellationToken cancel)
    {
        Release();
        var waited = await socket.ReceiveAsync(Memory<byte>.Empty, cancel);
        if (waited.MessageType == WebSocketMessageType.Close) return Over();
        if (waited.EndOfMessage) return ReadOnlyMemory<byte>.Empty;
        for (var length = 0; ;)
        {
            if (length == rented.Length) Grow();
            var received = await socket.ReceiveAsync(rented.AsMemory(length), cancel);
            if (received.MessageType == WebSocketMessageType.Close) return Over();
            length += received.Count;
            if (received.MessageType != WebSocketMessageType.Text) return Wrong("a message is not text");
            if (length > most) return Wrong($"a message is longer than {most} bytes");
            if (received.EndOfMessage) return rented.AsMemory(0, length);
        }
    }

    /// <summary>Reads on to the end and keeps nothing, so that the page gets our close frame before the connection ends.</summary>
    public async Task Drain()
    {
        var sink = new byte[Chunk];
        while (!IsOver && socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            IsOver = (await socket.ReceiveAsync(sink.AsMemory(), CancellationToken.None)).MessageType == WebSocketMessageType.Close;
    }

    /// <summary>Gives back what the last message is in. Where a connection ends in the middle of one, nobody does: a read may be under way still.</summary>
    private void Release()
    {
        if (rented.Length > 0) ArrayPool<byte>.Shared.Return(rented);
        rented = [];
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Chunk, 2 * rented.Length));
        rented.CopyTo(larger, 0);
        Release();
        rented = larger;
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
