using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>/comet/v1/receipts: reports of a page that has no connection to send them by; answered by one ack when they are durable.</summary>
internal static class ReceiptsEndpoint
{
    public static void MapReceipts(this IEndpointRouteBuilder app) => app.MapPost("/comet/v1/receipts", Post);

    private static async Task Post(HttpContext context, PageDoor door, OpenPages pages, IConversations conversations)
    {
        var (origin, refused) = door.Check(context, originNeeded: true);
        context.Response.AllowOrigin(origin.Origin);
        context.Response.Headers.AccessControlAllowCredentials = "true";
        if (refused is not null) await context.Response.Refuse(refused, pages);
        else await Settle(context, conversations, pages, origin);
    }

    private static async Task Settle(HttpContext context, IConversations conversations, OpenPages pages, PageOrigin origin)
    {
        if (await context.Request.ReadBody(WireLimits.Body, context.RequestAborted) is not { } body)
            await context.Response.RefuseBody(WireLimits.Body);
        else if (PageFrames.ReadReceipts(body, out var error) is { } receipts)
            await Answer(context, await conversations.Settle(receipts, origin, context.RequestAborted));
        else
            await context.Response.Refuse(Refused.BadFrame(error), pages);
    }

    private static Task Answer(HttpContext context, Frame? ack)
    {
        if (ack is not { Json: var json })
            return context.Response.Refuse(StatusCodes.Status503ServiceUnavailable, "overload", "the receipts could not be kept; send them again", TimeSpan.FromSeconds(5));
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}
