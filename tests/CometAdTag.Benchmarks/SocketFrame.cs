using System.Buffers.Binary;

namespace CometAdTag.Benchmarks;

/// <summary>Frames of a page (RFC 6455, 5.2), masked by zeros, which leave the text as it is.</summary>
internal static class SocketFrame
{
    public const int LongestHeader = 14;
    private const byte Final = 0x80, Text = 1, Masked = 0x80, TwoBytes = 126, EightBytes = 127, MaskLength = 4;

    public static byte[] Header(int length)
    {
        Span<byte> header = stackalloc byte[LongestHeader];
        return header[..WriteHeader(header, length)].ToArray();
    }

    /// <summary>Gives the length of the header of a text frame, or of another one, with so many bytes of payload.</summary>
    public static int WriteHeader(Span<byte> into, int length, byte opcode = Text)
    {
        into[0] = (byte)(Final | opcode);
        var at = WriteLength(into, length);
        into.Slice(at, MaskLength).Clear();
        return at + MaskLength;
    }

    private static int WriteLength(Span<byte> into, int length)
    {
        if (length < TwoBytes)
        {
            into[1] = (byte)(Masked | length);
            return 2;
        }
        if (length <= ushort.MaxValue)
        {
            into[1] = Masked | TwoBytes;
            BinaryPrimitives.WriteUInt16BigEndian(into[2..], (ushort)length);
            return 4;
        }
        into[1] = Masked | EightBytes;
        BinaryPrimitives.WriteUInt64BigEndian(into[2..], (ulong)length);
        return 10;
    }
}
