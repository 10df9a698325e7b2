using System.Net.WebSockets;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>/comet/v1/socket: a WebSocket of text frames; the page begins with a hello.</summary>
internal static class SocketEndpoint
{
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(10), EndWithin = TimeSpan.FromSeconds(5);

    public static void MapSocket(this IEndpointRouteBuilder app) => app.Map("/comet/v1/socket", Accept);

    private static async Task Accept(HttpContext context, PageDoor door, OpenPages pages)
    {
        var (origin, refused) = door.Check(context, originNeeded: true);
        context.Response.AllowOrigin(origin.Origin);
        if (refused is not null) await context.Response.Refuse(refused, pages);
        else if (!context.WebSockets.IsWebSocketRequest) await context.Response.Refuse(Refused.BadHello("no WebSocket request"), pages);
        else await Converse(context, door, pages, origin);
    }

    private static async Task Converse(HttpContext context, PageDoor door, OpenPages pages, PageOrigin origin)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        context.HoldsPage(pages);
        var transport = new SocketTransport(socket, context);
        var reader = new SocketReader(socket);
        try
        {
            if (await Enter(reader, transport, door, pages, origin) is { } page) await Listen(page, reader, transport);
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException or IOException)
        {
            // the normal end of a page that closes its tab
        }
    }

    /// <summary>The hello, or a close frame that says what was wrong.</summary>
    private static async Task<Page?> Enter(SocketReader reader, SocketTransport transport, PageDoor door, OpenPages pages, PageOrigin origin)
    {
        var first = reader.Read(WireLimits.Hello, CancellationToken.None);
        Refused? refused;
        try
        {
            var bytes = await first.WaitAsync(HelloWithin, pages.Clock.Time, door.Closed);
            if (reader.IsOver) return null;
            if (HelloOf(bytes, reader.Problem, out refused) is { } hello && door.Enter(hello, origin, transport, out refused) is { } page) return page;
        }
        catch (TimeoutException)
        {
            refused = SocketWords.NoHello;
        }
        catch (OperationCanceledException) when (door.Closed.IsCancellationRequested)
        {
            refused = PageDoor.Stopping;
        }
        await SendAway(first, reader, transport, refused!, pages);
        return null;
    }

    private static HelloFrame? HelloOf(ReadOnlyMemory<byte>? bytes, string problem, out Refused? refused)
    {
        if (bytes is { Span: var utf8 }) return SocketWords.HelloOf(utf8, out refused);
        refused = Refused.BadHello(problem);
        return null;
    }

    /// <summary>Says why, and waits for the page to close, so that it reads that first; not for long.</summary>
    private static async Task SendAway(Task first, SocketReader reader, SocketTransport transport, Refused refused, OpenPages pages)
    {
        try
        {
            await Leave().WaitAsync(EndWithin, pages.Clock.Time);
        }
        catch (TimeoutException)
        {
            transport.Abort();
        }

        async Task Leave()
        {
            await transport.Refuse(refused, pages);
            await first;
            await reader.Drain();
        }
    }

    private static async Task Listen(Page page, SocketReader reader, SocketTransport transport)
    {
        try
        {
            while (page.Listens && await reader.Read(WireLimits.Body, CancellationToken.None) is { } bytes) SocketWords.Hear(page, bytes.Span);
            if (!reader.IsOver && page.Listens) SocketWords.Close(page, CloseReason.BadFrame, reader.Problem);
            if (!page.IsGone) await reader.Drain();
        }
        finally
        {
            page.Disconnected(transport);
        }
    }
}
