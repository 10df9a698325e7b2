using System.Net.Sockets;
using System.Net.WebSockets;
using CometAdTag.Rotation.Wire;
using Microsoft.AspNetCore.Connections.Features;

namespace CometAdTag.Service.Pages;

/// <summary>What a connection needs once it holds a page, and how one is ended that never did.</summary>
internal static class PageConnection
{
    private const int TcpUserTimeout = 18;

    /// <summary>Has the kernel give up on a page that acknowledges nothing for three heartbeats (TCP_USER_TIMEOUT, RFC 5482; Linux only).</summary>
    public static void HoldsPage(this HttpContext context, OpenPages pages)
    {
        if (!OperatingSystem.IsLinux() || context.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket) return;
        Span<byte> milliseconds = stackalloc byte[sizeof(int)];
        BitConverter.TryWriteBytes(milliseconds, (int)Math.Min(int.MaxValue, 3 * pages.HeartbeatMs));
        socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpUserTimeout, milliseconds);
    }

    /// <summary>Says why a hello is refused, and closes.</summary>
    public static async Task Refuse(this SocketTransport transport, Refused refused, OpenPages pages)
    {
        pages.Instruments.CloseSent(Words.Of(refused.Reason));
        try
        {
            await transport.Write([ServiceFrames.Close(refused.Reason, pages.RetryAfter(refused.Reason), refused.Detail)], CancellationToken.None);
            await transport.End(refused.Reason, CancellationToken.None);
        }
        catch (Exception lost) when (lost is WebSocketException or IOException or InvalidOperationException or ObjectDisposedException)
        {
            transport.Abort();
        }
    }
}
