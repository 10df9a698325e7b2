using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CometAdTag.Browser.Tests.Harness;

/// <summary>Carries the frames of one WebSocket between a page and the service, until somebody cuts it or has it fall silent.</summary>
internal sealed class SocketRelay(Uri service, Sockets how)
{
    private volatile bool isSilent = how == Sockets.Silent;

    /// <summary>From now on nothing comes through, and nobody is told.</summary>
    public void FallSilent() => isSilent = true;

    public async Task Carry(HttpContext context)
    {
        using var page = await context.WebSockets.AcceptWebSocketAsync();
        using var there = new ClientWebSocket();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        there.Options.SetRequestHeader("Origin", context.Request.Headers.Origin);
        there.Options.SetRequestHeader("User-Agent", context.Request.Headers.UserAgent);
        try
        {
            if (how == Sockets.Dropped) return;
            await there.ConnectAsync(new UriBuilder(service) { Scheme = "ws", Path = context.Request.Path }.Uri, over.Token);
            var heard = Carry(page, there, over.Token);
            await await Task.WhenAny(heard, Carry(there, page, over.Token));
            if (page.State != WebSocketState.Open) return;
            // What was carried arrives, as it might not before an abort
            await page.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "", over.Token);
            await heard;
        }
        finally
        {
            await over.CancelAsync();
            page.Abort();
        }
    }

    private async Task Carry(WebSocket from, WebSocket to, CancellationToken cancel)
    {
        try
        {
            var chunk = new byte[64 * 1024];
            while (await from.ReceiveAsync(chunk.AsMemory(), cancel) is { MessageType: WebSocketMessageType.Text } received)
            {
                if (isSilent) continue;
                await to.SendAsync(chunk.AsMemory(0, received.Count), WebSocketMessageType.Text, received.EndOfMessage, cancel);
                if (how == Sockets.Cut && Encoding.UTF8.GetString(chunk, 0, received.Count).StartsWith("""{"type":"ad",""", StringComparison.Ordinal)) break;
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // One side is gone, and the other follows
        }
    }
}
