using System.Net.Sockets;
using CometAdTag.Rotation.Wire;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace CometAdTag.Service.Pages;

/// <summary>What a connection needs to hold a page, and how one is ended that never does.</summary>
internal static class PageConnection
{
    private const int TcpUserTimeout = 18;

    /// <summary>
    /// A page may read slowly for three heartbeats: the server's own least rate does not hold for it, and the kernel gives up on one
    /// that acknowledges nothing for so long (TCP_USER_TIMEOUT, RFC 5482; Linux only).
    /// </summary>
    public static void HoldsPage(this HttpContext context, OpenPages pages)
    {
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
        if (!OperatingSystem.IsLinux() || context.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket) return;
        Span<byte> milliseconds = stackalloc byte[sizeof(int)];
        BitConverter.TryWriteBytes(milliseconds, (int)Math.Min(int.MaxValue, 3 * pages.HeartbeatMs));
        try
        {
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpUserTimeout, milliseconds);
        }
        catch (Exception lost) when (lost is SocketException or ObjectDisposedException)
        {
            // The connection is over already, which whoever reads it is told
        }
    }

    /// <summary>Says why a hello is refused, and closes.</summary>
    public static Task Refuse(this PageTransport transport, Refused refused, OpenPages pages)
    {
        pages.Instruments.CloseSent(Words.Of(refused.Reason));
        return transport.SayGoodbye(refused.Reason, pages.RetryAfter(refused.Reason), refused.Detail);
    }
}
