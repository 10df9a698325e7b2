using System.Net;
using System.Net.Sockets;

namespace CometAdTag.Service.Pages;

/// <summary>What limits take for one address: IPv4 as it is, IPv6 by its /64, since one subscriber has that many.</summary>
internal static class AddressKey
{
    public static string Of(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes) + "/64";
    }
}
