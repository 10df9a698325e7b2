using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Push;

/// <summary>/comet/v1/click/{token}: counts the click, unless its address sends too many, and sends the visitor on. Nothing unsigned is ever redirected to.</summary>
internal static class ClickEndpoint
{
    /// <summary>The visitor does not wait longer for the ledger than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static void MapClick(this IEndpointRouteBuilder app) => app.MapGet("/comet/v1/click/{token}", Follow);

    private static async Task Follow(
        HttpContext context, string token, TokenSigner tokens, LinkSigner links, Destinations destinations, PageRates rates, Ledger.Ledger ledger, ServiceClock clock)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!tokens.TryRead(token, out var read)) await Deny(context, StatusCodes.Status400BadRequest, "forged", "the click's token was not signed here");
        else if (Destination(context.Request.Query, read.Impression.Creative, links, destinations) is not { } to)
            await Deny(context, StatusCodes.Status404NotFound, "destination", "the click has no destination that was signed or is known");
        else
        {
            if (rates.MayAsk(AddressKey.Of(context.Connection.RemoteIpAddress))) await Count(read, ledger, clock);
            context.Response.Redirect(to);
        }
    }

    private static string? Destination(IQueryCollection query, string creative, LinkSigner links, Destinations destinations)
    {
        var to = query["to"].ToString();
        if (to.Length == 0) return destinations.Of(creative) is { Length: > 0 } known ? known : null;
        return links.Verifies(creative, to, query["s"].ToString()) ? AsciiUrl.Of(to) : null;
    }

    /// <summary>An old token, or one of a page that is never counted, is followed but not counted; nor is a click that the ledger cannot keep.</summary>
    private static async Task Count(ImpressionToken token, Ledger.Ledger ledger, ServiceClock clock)
    {
        if (token.OriginHash == 0 || clock.Unix - token.IssuedAt > ImpressionToken.Lifetime || !LedgerTime.IsOpen(token.Impression.Id, clock.Time.GetUtcNow())) return;
        try
        {
            var row = new LedgerRow(token.Impression, Stage.Clicked, clock.Unix, Shown: 0, EndedReason.None);
            await ledger.Append([row], CancellationToken.None).WaitAsync(Patience, clock.Time);
        }
        catch (Exception late) when (late is LedgerUnavailableException or TimeoutException)
        {
            // The visitor comes first; the ledger reports its own trouble
        }
    }

    private static Task Deny(HttpContext context, int status, string reason, string detail) =>
        context.Response.Refuse(status, reason, detail, TimeSpan.Zero);
}
