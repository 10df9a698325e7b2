using System.Net.WebSockets;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>A WebSocket: one text message a frame.</summary>
internal sealed class SocketTransport(WebSocket socket, HttpContext context) : PageTransport
{
    public override string Name => "socket";

    public override bool OpensAnew => false;

    public override async ValueTask Write(Frame[] frames, CancellationToken cancel)
    {
        foreach (var frame in frames)
            await socket.SendAsync(frame.Json.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancel);
    }

    public override async ValueTask End(CloseReason reason, CancellationToken cancel)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync((WebSocketCloseStatus)reason.SocketCode(), Words.Of(reason), cancel);
    }

    public override void Abort()
    {
        if (socket.State != WebSocketState.Closed) context.Abort();
    }
}
