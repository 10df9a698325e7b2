using System.Buffers.Binary;

namespace CometAdTag.Rotation.Impressions;

/// <summary>One push of one creative to one slot: a UUIDv7 (RFC 9562), so ids sort by the time they were made.</summary>
public readonly record struct ImpressionId(UInt128 Value)
{
    public const int Size = 16;

    /// <summary>Makes an id from the time of the push (Unix ms) and 74 of the given random bits.</summary>
    public static ImpressionId Create(long unixMilliseconds, UInt128 random)
    {
        var value = (UInt128)(ulong)unixMilliseconds << 80;
        value |= (UInt128)0x7 << 76;
        value |= ((random >> 64) & 0xFFF) << 64;
        value |= (UInt128)0b10 << 62;
        return new(value | (random & 0x3FFF_FFFF_FFFF_FFFF));
    }

    /// <summary>When it was pushed, Unix ms.</summary>
    public long IssuedAt => (long)(ulong)(Value >> 80);

    public static ImpressionId Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);

    public Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return new(bytes, bigEndian: true);
    }

    public override string ToString() => ToGuid().ToString();
}
