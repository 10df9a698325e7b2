using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Traffic;

namespace CometAdTag.Service.Push;

/// <summary>/comet/v1/click/{token}: has the click counted, and sends the visitor on. Nothing unsigned is ever redirected to.</summary>
internal static class ClickEndpoint
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapClick(this IEndpointRouteBuilder app) => app.MapMethods("/comet/v1/click/{**click}", Methods, Follow);

    internal static Task Follow(HttpContext context, string? click, TokenSigner tokens, LinkSigner links, Destinations destinations, ClickDesk desk)
    {
        context.Response.Headers.CacheControl = "no-store";
        // Had the browser the answer already, the click itself would never come
        if (Prefetch.Is(context.Request)) return Deny(context, StatusCodes.Status503ServiceUnavailable, "prefetch", "a click is not followed ahead");
        var (text, isChained) = ClickPath.Read(click ?? "");
        if (tokens.TryRead(text, out var token))
            return Lead(context, token, Destination(isChained ? QueryCollection.Empty : context.Request.Query, token.Impression.Creative, links, destinations), desk);
        if (IsClick(context)) desk.Forged();
        return Deny(context, StatusCodes.Status400BadRequest, "forged", "the click's token was not signed here");
    }

    private static async Task Lead(HttpContext context, ImpressionToken token, string? to, ClickDesk desk)
    {
        if (to is null)
        {
            if (IsClick(context)) desk.LeadsNowhere(token);
            await Deny(context, StatusCodes.Status404NotFound, "destination", "the click has no destination that was signed or is known");
            return;
        }
        if (IsClick(context)) await desk.Take(context, token);
        context.Response.Redirect(to);
    }

    /// <summary>Who asks for the head only looks where it leads.</summary>
    private static bool IsClick(HttpContext context) => HttpMethods.IsGet(context.Request.Method);

    private static string? Destination(IQueryCollection query, string creative, LinkSigner links, Destinations destinations)
    {
        var to = query["to"].ToString();
        if (to.Length == 0) return destinations.Of(creative) is { Length: > 0 } known ? known : null;
        return links.Verifies(creative, to, query["s"].ToString()) ? AsciiUrl.Of(to) : null;
    }

    private static Task Deny(HttpContext context, int status, string reason, string detail) =>
        context.Response.Refuse(status, reason, detail, TimeSpan.Zero);
}
