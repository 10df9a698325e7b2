using System.Buffers.Binary;
using System.Net;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>A range of IPv4 addresses: a.b.c.d, a.b.*.*, a.b (what follows is free), * or net/mask in four parts each.</summary>
internal readonly record struct AddressMask(uint Net, uint Mask)
{
    /// <summary>What is no IPv4 address is in no range but that of all.</summary>
    public bool Holds(uint? address) => Mask == 0 ? Net == 0 : (address & Mask) == Net;

    public static AddressMask? Of(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return Parts(text.Split('.'));
        return Whole(text[..slash]) is { } net && Whole(text[(slash + 1)..]) is { } mask ? new(net, mask) : null;
    }

    public static uint? Number(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address?.TryWriteBytes(bytes, out var length) == true && length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : null;
    }

    private static AddressMask? Parts(string[] parts)
    {
        if (parts.Length > 4) return null;
        var (net, mask) = (0u, 0u);
        for (var i = 0; i < 4; i++)
        {
            var isFree = i >= parts.Length || parts[i] == "*";
            byte part = 0;
            if (!isFree && !byte.TryParse(parts[i], System.Globalization.NumberStyles.None, null, out part)) return null;
            (net, mask) = ((net << 8) | part, (mask << 8) | (isFree ? 0u : 0xFF));
        }
        return new(net, mask);
    }

    private static uint? Whole(string text) => Parts(text.Split('.')) is { Mask: uint.MaxValue } whole ? whole.Net : null;
}
