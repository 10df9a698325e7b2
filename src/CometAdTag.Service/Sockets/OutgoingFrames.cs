using System.Buffers.Binary;
using System.Text;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Sockets;

/// <summary>Frames of a WebSocket as a server sends them, whole and not masked (RFC 6455, section 5).</summary>
internal static class OutgoingFrames
{
    private const byte Whole = 0x80;
    private const int LongestHeader = 10, ShortPayload = 125, MostKept = 256 * 1024;

    [ThreadStatic]
    private static byte[]? room;

    /// <summary>One message for each frame, until the next call on this thread.</summary>
    public static ReadOnlySpan<byte> Of(Frame[] frames)
    {
        var length = 0;
        foreach (var frame in frames) length += frame.Json.Length + LongestHeader;
        var into = Room(length);
        length = 0;
        foreach (var frame in frames) length += Write(into.AsSpan(length), IncomingFrames.Text, frame.Json);
        return into.AsSpan(0, length);
    }

    /// <summary>A close with its code and reason.</summary>
    public static byte[] Close(int code, string reason) =>
        Control(IncomingFrames.Close, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)]);

    /// <summary>A control frame, of at most 125 bytes.</summary>
    public static byte[] Control(byte opcode, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[2 + payload.Length];
        Write(frame, opcode, payload);
        return frame;
    }

    private static byte[] Room(int most)
    {
        if (most <= room?.Length) return room;
        var larger = new byte[Math.Max(4096, most)];
        return most <= MostKept ? room = larger : larger;
    }

    private static int Write(Span<byte> into, byte opcode, ReadOnlySpan<byte> payload)
    {
        into[0] = (byte)(Whole | opcode);
        var header = Length(into, payload.Length);
        payload.CopyTo(into[header..]);
        return header + payload.Length;
    }

    private static int Length(Span<byte> into, int length)
    {
        if (length <= ShortPayload)
        {
            into[1] = (byte)length;
            return 2;
        }
        if (length <= ushort.MaxValue)
        {
            into[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(into[2..], (ushort)length);
            return 4;
        }
        into[1] = 127;
        BinaryPrimitives.WriteUInt64BigEndian(into[2..], (ulong)length);
        return LongestHeader;
    }
}
