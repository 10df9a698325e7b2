using System.Text;

namespace CometAdTag.Benchmarks.Receipts;

/// <summary>A page on a WebSocket: reports four receipts at once, and the next four when they are acknowledged.</summary>
internal sealed class SocketPage(int port) : IReportingPage
{
    private const int AtOnce = 4;
    private static readonly byte[] Ready = "\"ready\""u8.ToArray(), Upgraded = "\r\n\r\n"u8.ToArray();

    private readonly Line line = new();
    private int awaited;

    /// <summary>Opens, hidden, so that nothing is pushed to it.</summary>
    public async Task Open(CancellationToken cancel)
    {
        await line.Open(port, cancel);
        await line.Send(Encoding.ASCII.GetBytes(
            $"GET /comet/v1/socket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {ReceiptMaker.Origin}\r\nUser-Agent: {ReceiptMaker.Agent}\r\n"
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), cancel);
        await line.Await(Upgraded, cancel);
        var hello = Encoding.ASCII.GetBytes(
            $$"""{"type":"hello","v":1,"url":"{{ReceiptMaker.Origin}}/","visible":false,"slots":[{"slot":"a","zone":"0","w":300,"h":250}]}""");
        await line.Send((byte[])[.. SocketFrame.Header(hello.Length), .. hello], cancel);
        await line.Await(Ready, cancel);
    }

    public async Task Report(byte[][] frames, CancellationToken cancel)
    {
        foreach (var some in frames.Chunk(AtOnce))
        {
            awaited = some.Length;
            await line.Send((byte[])[.. some.SelectMany(frame => frame)], cancel);
            while (awaited > 0) await line.Read(Take, cancel);
        }
    }

    public void Dispose() => line.Dispose();

    /// <summary>Acks are short frames of the service, which are not masked.</summary>
    private int Take(ReadOnlyMemory<byte> read)
    {
        var used = 0;
        while (read.Span[used..] is { Length: >= 4 } rest)
        {
            var (header, length) = rest[1] < 126 ? (2, rest[1]) : (4, (rest[2] << 8) | rest[3]);
            if (rest.Length < header + length) break;
            awaited -= Ack.Acknowledged(rest.Slice(header, length));
            used += header + length;
        }
        return used;
    }
}
