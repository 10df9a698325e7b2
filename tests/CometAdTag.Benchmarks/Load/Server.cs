using System.Net;
using System.Net.Sockets;

namespace CometAdTag.Benchmarks.Load;

/// <summary>Where pages connect to.</summary>
internal sealed class Server
{
    private const int PagesOfAnAddress = 4_000, LastPart = 250;

    private Server(string host, IPEndPoint address) => (Host, Address) = (host, address);

    /// <summary>Host and port, as a browser names them.</summary>
    public string Host { get; }

    public IPEndPoint Address { get; }

    /// <summary>Null where its name leads to no IPv4 address.</summary>
    public static Server? Find(string url)
    {
        var parts = new Uri(url);
        try
        {
            var address = Array.Find(Dns.GetHostAddresses(parts.Host), each => each.AddressFamily == AddressFamily.InterNetwork);
            return address is null ? null : new(parts.Authority, new(address, parts.Port));
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>An address has some 28,000 ports: on the same machine, pages come from many addresses of it.</summary>
    public IPAddress? SourceOf(int page)
    {
        if (!IPAddress.IsLoopback(Address.Address)) return null;
        var place = page / PagesOfAnAddress;
        return new([127, 1, (byte)(place / LastPart), (byte)(1 + (place % LastPart))]);
    }
}
