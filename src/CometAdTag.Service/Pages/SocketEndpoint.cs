using System.Net.WebSockets;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>/comet/v1/socket: a WebSocket of text frames; the page begins with a hello.</summary>
internal static class SocketEndpoint
{
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(10);

    public static void MapSocket(this IEndpointRouteBuilder app) => app.Map("/comet/v1/socket", Accept);

    private static async Task Accept(HttpContext context, PageDoor door, OpenPages pages)
    {
        var (origin, refused) = door.Check(context, originNeeded: true);
        context.Response.AllowOrigin(origin.Origin);
        if (refused is not null) await context.Response.Refuse(refused, pages.RetryAfter(refused.Reason));
        else if (!context.WebSockets.IsWebSocketRequest) await context.Response.Refuse(Refused.BadHello("no WebSocket request"), TimeSpan.Zero);
        else await Converse(context, door, pages, origin);
    }

    private static async Task Converse(HttpContext context, PageDoor door, OpenPages pages, PageOrigin origin)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var transport = new SocketTransport(socket, context);
        var reader = new SocketReader(socket);
        try
        {
            if (await Enter(reader, transport, door, pages, origin, context) is { } page) await Listen(page, reader, transport);
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException or IOException)
        {
            // the normal end of a page that closes its tab
        }
    }

    /// <summary>The hello, or a close frame that says what was wrong.</summary>
    private static async Task<Page?> Enter(SocketReader reader, SocketTransport transport, PageDoor door, OpenPages pages, PageOrigin origin, HttpContext context)
    {
        var late = new Refused(CloseReason.Idle, "no hello within 10 s");
        await using var timer = pages.Clock.Time.CreateTimer(
            _ => _ = transport.Refuse(late, pages), state: null, HelloWithin, Timeout.InfiniteTimeSpan);
        var refused = Refused.BadHello("the first frame is no hello");
        if (await reader.Read(WireLimits.Hello, context.RequestAborted) is not { } bytes) refused = Refused.BadHello(reader.Problem);
        else if (PageFrames.Read(bytes.Span, out var error) is not { } frame) refused = Refused.BadHello(error);
        else if (frame is HelloFrame hello && door.Enter(hello, origin, transport, out refused) is { } page)
        {
            context.HoldsPage(pages);
            return page;
        }
        if (!reader.IsOver) await transport.Refuse(refused!, pages);
        return null;
    }

    private static async Task Listen(Page page, SocketReader reader, SocketTransport transport)
    {
        try
        {
            while (!page.IsGone && await reader.Read(WireLimits.Body, CancellationToken.None) is { } bytes) Hear(page, bytes.Span);
            if (!reader.IsOver && !page.IsGone) Close(page, CloseReason.BadFrame, reader.Problem);
            if (!page.IsGone) await reader.Drain();
        }
        finally
        {
            page.Disconnected(transport);
        }
    }

    private static void Hear(Page page, ReadOnlySpan<byte> bytes)
    {
        if (PageFrames.Read(bytes, out var error) is not { } frame) Close(page, CloseReason.BadFrame, error);
        else if (frame is HelloFrame) Close(page, CloseReason.BadFrame, "a second hello");
        else if (!page.Receive(frame)) Close(page, CloseReason.Limit, "the page sends too many frames");
    }

    private static void Close(Page page, CloseReason reason, string detail)
    {
        lock (page.Gate) page.Close(reason, detail);
    }
}
