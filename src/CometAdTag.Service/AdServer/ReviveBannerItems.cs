using System.Net;
using System.Text.Json.Nodes;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// Banners in the words of the feed: an image with a destination, and all else as HTML. The API tells the HTML as it was typed in, not
/// what Revive makes of it for other ad servers' tags.
/// </summary>
internal static class ReviveBannerItems
{
    private const string Nothing = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

    // Forms are prefilled with the beginning of an address
    private static readonly string[] NoDestination = ["", "http://", "https://"];

    public static ReviveItem Banner(ReviveRuled banner, AdServerOptions options)
    {
        var row = banner.Row;
        var (id, campaign, name) = (row.Id("bannerId"), row.Id("campaignId"), row.Text("bannerName"));
        var label = ReviveItem.LabelOf("banner", id, name);
        var json = new JsonObject
        {
            ["id"] = id,
            ["campaign"] = campaign,
            ["name"] = name,
            ["width"] = row.Whole("width"),
            ["height"] = row.Whole("height"),
            ["weight"] = row.Whole("weight") ?? 1,
            ["status"] = Words.Of(ReviveCampaignItems.Status(row.Whole("status") ?? 0)),
        };
        if (banner.Rules.Count > 0) json["rules"] = ReviveInventoryItems.Rules(banner.Rules);
        var why = Fill(json, row, options);
        return new(id, campaign, label, why is null ? ReviveInventoryItems.WithCap(json, row) : null, why);
    }

    private static string? Fill(JsonObject json, ReviveRow row, AdServerOptions options)
    {
        var destination = ReviveImage.Typed(row.Text("url"));
        if (NoDestination.Contains(destination)) destination = "";
        if (destination.Length > 0) json["destination"] = destination;
        switch (row.Text("storageType"))
        {
            case "html":
                AddHtml(json, row, row.Text("htmlTemplate"));
                return null;
            case "txt" when row.Whole("width") is null or 0:
                return "it is a text ad, which has no size";
            case "txt":
                AddHtml(json, row, Linked(row.Text("bannerText"), destination));
                return null;
            default:
                var (image, why) = ReviveImage.Of(row, options);
                if (why is null) AddImage(json, row, image, destination);
                return why;
        }
    }

    private static void AddImage(JsonObject json, ReviveRow row, string image, string destination)
    {
        var alt = row.Text("alt");
        if (destination.Length > 0 && row.Text("prepend").Length == 0 && row.Text("append").Length == 0)
        {
            (json["type"], json["image"], json["alt"]) = ("image", image, alt);
            return;
        }
        var (src, title) = (WebUtility.HtmlEncode(image), WebUtility.HtmlEncode(alt));
        AddHtml(json, row, Linked($$"""<img src="{{src}}" width="{{row.Text("width")}}" height="{{row.Text("height")}}" alt="{{title}}" style="display:block;border:0">""", destination));
    }

    private static void AddHtml(JsonObject json, ReviveRow row, string html) =>
        (json["type"], json["html"]) = ("html", html.Length == 0 ? "" : Written(row.Text("prepend") + html + row.Text("append"), row));

    private static string Linked(string html, string destination) =>
        destination.Length == 0 ? html : $$"""<a href="{clickurl_html}" target="{target}" rel="{rel}">{{html}}</a>""";

    /// <summary>Revive's macros that say the same on every page are written out; the service counts, so the place of Revive's own count gets nothing.</summary>
    private static string Written(string html, ReviveRow row) => html
        .Replace("{target}", row.Text("target") is { Length: > 0 } target ? WebUtility.HtmlEncode(target) : "_blank", StringComparison.Ordinal)
        .Replace("{rel}", "noopener nofollow", StringComparison.Ordinal)
        .Replace("{source}", "", StringComparison.Ordinal)
        .Replace("{referer}", "", StringComparison.Ordinal)
        .Replace("{logurl}", Nothing, StringComparison.Ordinal)
        .Replace("{logurl_html}", Nothing, StringComparison.Ordinal)
        .Replace("{logurl_enc}", Uri.EscapeDataString(Nothing), StringComparison.Ordinal);
}
