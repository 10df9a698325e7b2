using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Sockets;

/// <summary>
/// Reads the frames of a WebSocket as a client sends them (RFC 6455, section 5). What has come whole is read where it lies; only the
/// beginning of what has not is kept, and while nothing has begun, nothing is.
/// </summary>
internal struct IncomingFrames
{
    public const byte Text = 0x1, Binary = 0x2, Close = 0x8, Ping = 0x9, Pong = 0xA, TooLong = 0xFF;
    private const byte Continued = 0x0, Whole = 0x80, Reserved = 0x70, Masked = 0x80;
    private const int MaskLength = 4, LongestControl = 125;

    private RentedBytes message;
    private bool isText;

    /// <summary>Takes one frame from the front of what has come; how many bytes it has, 0 where it is not whole yet, negative where it is none that may come. One that is too long is taken before it is whole.</summary>
    public long Take(Span<byte> come, int most, out IncomingFrame frame)
    {
        frame = default;
        if (come.Length < 2) return 0;
        var (opcode, isWhole) = ((byte)(come[0] & 0xF), (come[0] & Whole) != 0);
        if ((come[0] & Reserved) != 0 || (come[1] & Masked) == 0) return -1;
        var header = Length(come, out var length);
        if (header == 0) return 0;
        if (opcode >= Close) return opcode <= Pong && length <= LongestControl && isWhole ? Control(come, opcode, header, (int)length, out frame) : -1;
        if (opcode > Binary || (opcode == Continued) != message.IsRented) return -1;
        if (length + message.Length > most)
        {
            frame = new(TooLong, default);
            return header + MaskLength + length;
        }
        if (come.Length < header + MaskLength + (int)length) return 0;
        frame = Data(opcode, isWhole, Payload(come, header, (int)length));
        return header + MaskLength + (int)length;
    }

    /// <summary>What was kept is given back.</summary>
    public void Release() => message.Release();

    private static int Control(Span<byte> come, byte opcode, int header, int length, out IncomingFrame frame)
    {
        frame = default;
        if (come.Length < header + MaskLength + length) return 0;
        frame = new(opcode, Payload(come, header, length));
        return header + MaskLength + length;
    }

    private IncomingFrame Data(byte opcode, bool isWhole, Span<byte> payload)
    {
        if (opcode != Continued) isText = opcode == Text;
        if (opcode != Continued && isWhole) return new(opcode, payload);
        message.Add(payload);
        return isWhole ? new(isText ? Text : Binary, message.All.Span) { IsKept = true } : default;
    }

    /// <summary>Where the mask begins; 0 where that has not come yet.</summary>
    private static int Length(ReadOnlySpan<byte> come, out long length)
    {
        length = come[1] & 0x7F;
        if (length < 126) return 2;
        var header = length == 126 ? 4 : 10;
        if (come.Length < header) return 0;
        length = header == 4 ? BinaryPrimitives.ReadUInt16BigEndian(come[2..]) : (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(come[2..]), int.MaxValue);
        return header;
    }

    /// <summary>Takes the mask off, in place.</summary>
    private static Span<byte> Payload(Span<byte> come, int header, int length)
    {
        var mask = MemoryMarshal.Read<uint>(come[header..]);
        var payload = come.Slice(header + MaskLength, length);
        if (mask == 0) return payload;
        var words = MemoryMarshal.Cast<byte, ulong>(payload);
        var wide = ((ulong)mask << 32) | mask;
        foreach (ref var word in words) word ^= wide;
        for (var at = words.Length * sizeof(ulong); at < length; at++) payload[at] ^= come[header + (at & 3)];
        return payload;
    }
}

/// <summary>A whole message or control frame; an opcode of 0 is a part of a message that goes on, and <see cref="IncomingFrames.TooLong"/> one of more than may come.</summary>
internal readonly ref struct IncomingFrame(byte opcode, ReadOnlySpan<byte> payload)
{
    public byte Opcode => opcode;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>Its payload lies in what was kept of the parts before.</summary>
    public bool IsKept { get; init; }
}
