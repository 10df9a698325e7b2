using System.Buffers.Binary;
using System.Text;

namespace CometAdTag.Benchmarks.Load;

/// <summary>A WebSocket: an upgrade, then text frames (RFC 6455).</summary>
internal sealed class SocketWire : Wire
{
    private const byte Opcode = 0xF, Text = 1, Close = 8, Ping = 9, Pong = 10;

    public override bool CanSay => true;

    public override void Begin(LoadPage page, Outgoing into) => into.Add(Encoding.ASCII.GetBytes(
        $"GET /comet/v1/socket HTTP/1.1\r\nHost: {page.Server.Host}\r\nOrigin: {page.Origin}\r\nUser-Agent: {LoadPage.Agent}\r\n"
        + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));

    public override void Hello(LoadPage page, ReadOnlySpan<byte> hello, Outgoing into) => into.AddFrame(hello);

    public override void Say(ReadOnlySpan<byte> frame, Outgoing into) => into.AddFrame(frame);

    public override Span<byte> Take(LoadPage page, Span<byte> come)
    {
        var used = 0;
        if (!page.IsAnswered && (used = TakeHead(page, come)) == 0) return come;
        while (page.IsConnected && Header(come[used..]) is var (header, length) && header > 0 && come.Length - used - header >= length)
        {
            Take(page, come[used] & Opcode, come.Slice(used + header, (int)length));
            used += header + (int)length;
        }
        return come[used..];
    }

    private static int TakeHead(LoadPage page, ReadOnlySpan<byte> come)
    {
        var end = come.IndexOf("\r\n\r\n"u8);
        if (end < 0) return 0;
        var head = HttpHead.Read(come[..(end + 2)]);
        page.IsAnswered = true;
        if (head.Status == 101) page.Greet();
        // A browser is not told why there is no WebSocket
        else page.Lose(head.Reason(come[end..]));
        return end + 4;
    }

    /// <summary>The lengths of a frame's header and payload; nothing where the header has not come.</summary>
    private static (int Header, long Length) Header(ReadOnlySpan<byte> come)
    {
        if (come.Length < 2) return default;
        return come[1] switch
        {
            126 => come.Length < 4 ? default : (4, BinaryPrimitives.ReadUInt16BigEndian(come[2..])),
            127 => come.Length < 10 ? default : (10, (long)BinaryPrimitives.ReadUInt64BigEndian(come[2..])),
            var length => (2, length),
        };
    }

    private static void Take(LoadPage page, int opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode == Text) page.Hear(payload);
        else if (opcode == Ping) page.Answer(Pong, payload);
        // After a close frame of the service's the page is gone already
        else if (opcode == Close) page.Lose($"code {(payload.Length < 2 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(payload))}");
    }
}
