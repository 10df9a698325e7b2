using System.Buffers.Text;

namespace CometAdTag.Benchmarks.Load;

/// <summary>Where text to be sent is written; used again for each page.</summary>
internal sealed class Outgoing
{
    private byte[] room = new byte[64 * 1024];
    private int length;

    public ReadOnlySpan<byte> Written => room.AsSpan(0, length);

    public Outgoing Begin()
    {
        length = 0;
        return this;
    }

    public Outgoing Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        length += text.Length;
        return this;
    }

    public Outgoing Add(long number)
    {
        Utf8Formatter.TryFormat(number, Room(20), out var written);
        length += written;
        return this;
    }

    /// <summary>Without the comma at its end, if there is one.</summary>
    public Outgoing EndList()
    {
        if (room[length - 1] == ',') length--;
        return Add("]"u8);
    }

    /// <summary>A frame of a WebSocket around this.</summary>
    public Outgoing AddFrame(ReadOnlySpan<byte> text)
    {
        length += SocketFrame.WriteHeader(Room(SocketFrame.LongestHeader), text.Length);
        return Add(text);
    }

    public Outgoing AddControl(byte opcode, ReadOnlySpan<byte> payload)
    {
        length += SocketFrame.WriteHeader(Room(SocketFrame.LongestHeader), payload.Length, opcode);
        return Add(payload);
    }

    private Span<byte> Room(int more)
    {
        if (length + more > room.Length) Array.Resize(ref room, 2 * (length + more));
        return room.AsSpan(length);
    }
}
