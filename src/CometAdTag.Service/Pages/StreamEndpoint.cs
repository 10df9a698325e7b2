using CometAdTag.Rotation.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace CometAdTag.Service.Pages;

/// <summary>/comet/v1/stream: a hello, answered by frames for as long as the page stays.</summary>
internal static class StreamEndpoint
{
    public static void MapStream(this IEndpointRouteBuilder app)
    {
        app.MapPost("/comet/v1/stream", Post);
        app.MapGet("/comet/v1/stream", Get);
    }

    private static async Task Post(HttpContext context, PageDoor door, OpenPages pages)
    {
        var (origin, refused) = door.Check(context, originNeeded: true);
        context.Response.AllowOrigin(origin.Origin);
        if (refused is not null) await context.Response.Refuse(refused, pages);
        else if (await HelloReader.FromBody(context, pages) is { } hello) await Hold(context, door, pages, hello, origin);
    }

    private static async Task Get(HttpContext context, PageDoor door, OpenPages pages)
    {
        var (origin, refused) = door.Check(context, originNeeded: false);
        context.Response.AllowOrigin(origin.Origin);
        if (refused is not null) await context.Response.Refuse(refused, pages);
        else if (HelloReader.FromQuery(context.Request.Query, out var error) is { } hello) await Hold(context, door, pages, hello, origin);
        else await context.Response.Refuse(Refused.BadHello(error), pages);
    }

    private static async Task Hold(HttpContext context, PageDoor door, OpenPages pages, HelloFrame hello, PageOrigin origin)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.HoldsPage(pages);
        var stream = new StreamTransport(context);
        if (door.Enter(hello, origin, stream, out var refused) is not { } page)
        {
            await context.Response.Refuse(refused!, pages);
            return;
        }
        await using var gone = context.RequestAborted.UnsafeRegister(static ended => ((StreamTransport)ended!).Abort(), stream);
        await stream.Ended;
        page.Disconnected(stream);
    }
}
