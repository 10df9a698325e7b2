using System.Buffers.Binary;
using System.Net;

namespace CometAdTag.Service.Traffic;

/// <summary>Networks of IPv4 and IPv6, joined and sorted, so that an address is found by halving.</summary>
internal sealed class AddressRanges
{
    /// <summary>IPv4 stands among IPv6 as RFC 4291 maps it: ::ffff:0:0/96.</summary>
    private const int MappedPrefix = 96;

    private readonly UInt128[] firsts, lasts;

    private AddressRanges(UInt128[] firsts, UInt128[] lasts) => (this.firsts, this.lasts) = (firsts, lasts);

    public static AddressRanges None { get; } = new([], []);

    /// <summary>After joining.</summary>
    public int Count => firsts.Length;

    public static AddressRanges Of(IEnumerable<IPNetwork> networks)
    {
        var joined = new List<(UInt128 First, UInt128 Last)>();
        foreach (var range in networks.Select(RangeOf).OrderBy(range => range.First))
        {
            if (joined.Count > 0 && joined[^1] is var before && (range.First <= before.Last || range.First == before.Last + 1))
                joined[^1] = (before.First, UInt128.Max(before.Last, range.Last));
            else
                joined.Add(range);
        }
        return new([.. joined.Select(range => range.First)], [.. joined.Select(range => range.Last)]);
    }

    public bool Contains(IPAddress address)
    {
        var number = NumberOf(address);
        var at = Array.BinarySearch(firsts, number);
        // Else the complement of the place where it would stand
        return at >= 0 || (~at > 0 && number <= lasts[~at - 1]);
    }

    private static (UInt128 First, UInt128 Last) RangeOf(IPNetwork network)
    {
        var length = network.PrefixLength + (network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? MappedPrefix : 0);
        var first = NumberOf(network.BaseAddress);
        return (first, length == 0 ? UInt128.MaxValue : first | ((UInt128.One << (128 - length)) - 1));
    }

    private static UInt128 NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return written == bytes.Length
            ? BinaryPrimitives.ReadUInt128BigEndian(bytes)
            : ((UInt128)0xFFFF << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
