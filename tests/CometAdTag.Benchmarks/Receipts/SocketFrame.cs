using System.Buffers.Binary;

namespace CometAdTag.Benchmarks.Receipts;

/// <summary>Text frames of a page (RFC 6455, 5.2), masked by zeros, which leave the text as it is.</summary>
internal static class SocketFrame
{
    private const byte FinalText = 0x81, Masked = 0x80, TwoBytes = 126;

    public static byte[] Header(int length)
    {
        if (length < TwoBytes) return [FinalText, (byte)(Masked | length), 0, 0, 0, 0];
        var header = new byte[8];
        (header[0], header[1]) = (FinalText, Masked | TwoBytes);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)length);
        return header;
    }
}
