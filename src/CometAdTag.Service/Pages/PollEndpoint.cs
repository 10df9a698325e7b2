using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>/comet/v1/poll: a hello, answered by a JSON array of frames as soon as there is one.</summary>
internal static class PollEndpoint
{
    public static void MapPoll(this IEndpointRouteBuilder app) => app.MapPost("/comet/v1/poll", Post);

    private static async Task Post(HttpContext context, PageDoor door, OpenPages pages)
    {
        var (origin, refused) = door.Check(context, originNeeded: true);
        context.Response.AllowOrigin(origin.Origin);
        if (refused is not null) await context.Response.Refuse(refused, pages);
        else if (await HelloReader.FromBody(context, pages) is { } hello) await Hold(context, door, pages, hello, origin);
    }

    private static async Task Hold(HttpContext context, PageDoor door, OpenPages pages, HelloFrame hello, PageOrigin origin)
    {
        var poll = new PollTransport(context);
        if (door.Enter(hello, origin, poll, out var refused) is not { } page)
        {
            await context.Response.Refuse(refused!, pages);
            return;
        }
        await using var gone = context.RequestAborted.UnsafeRegister(static ended => ((PollTransport)ended!).Abort(), poll);
        var frames = await poll.Answer;
        page.Disconnected(poll);
        await Answer(context, frames);
    }

    private static async Task Answer(HttpContext context, Frame[] frames)
    {
        var body = context.Response.BodyWriter;
        context.Response.ContentType = "application/json; charset=utf-8";
        for (var at = 0; at < frames.Length; at++)
        {
            await body.WriteAsync(at == 0 ? "["u8.ToArray() : ","u8.ToArray(), context.RequestAborted);
            await body.WriteAsync(frames[at].Json, context.RequestAborted);
        }
        await body.WriteAsync(frames.Length == 0 ? "[]"u8.ToArray() : "]"u8.ToArray(), context.RequestAborted);
    }
}
