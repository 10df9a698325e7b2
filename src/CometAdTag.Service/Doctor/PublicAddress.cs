using System.Net;
using System.Net.Sockets;

namespace CometAdTag.Service.Doctor;

/// <summary>Which addresses everybody reaches: not those of this machine, of private networks or of links (RFC 6890).</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Others =
    [
        .. ((string[])["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "224.0.0.0/3", "::/127", "64:ff9b:1::/48", "fc00::/7", "fe80::/10", "ff00::/8"]).Select(network => IPNetwork.Parse(network)),
    ];

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !Array.Exists(Others, network => network.Contains(address));
    }
}
