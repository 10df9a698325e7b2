using System.Text;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>What is shown: the feed's creatives.</summary>
internal static class FeedCreatives
{
    private const int MaxSide = 10_000, MaxHtmlBytes = 256 * 1024;
    private static readonly string[] Types = ["image", "html"];

    // So that a creative whose campaign is wrong can still be checked for its other mistakes.
    private static readonly Campaign Nobody = new("", "", "", Tier.Remnant, 0, 0, RunStatus.Inactive, default);

    public static FeedTable<Creative> Read(FeedObject feed, FeedTable<Campaign> campaigns, FeedUrls urls)
    {
        var table = new FeedTable<Creative>("creative");
        foreach (var item in feed.RequiredObjects("creatives"))
        {
            var creative = Creative(item, campaigns.Named(item, "campaign") ?? Nobody, urls);
            table.Add(item, creative.Id, creative);
        }
        return table;
    }

    public static string Html(FeedObject from)
    {
        if (from.RequiredText("html") is not { } html) return "";
        if (html.Length == 0) from.Wrong("html", "is empty");
        var bytes = Encoding.UTF8.GetByteCount(html);
        if (bytes > MaxHtmlBytes) from.Wrong("html", $"{bytes} bytes are more than {MaxHtmlBytes}");
        return html;
    }

    private static Creative Creative(FeedObject item, Campaign campaign, FeedUrls urls)
    {
        var isImage = item.Word("type", Types) == 0;
        return new(item.Id("id"), campaign, item.Name("name"), item.RequiredWhole("width", 1, MaxSide), item.RequiredWhole("height", 1, MaxSide),
            item.RequiredWhole("weight", 0), FeedCampaigns.Status(item), FeedUrls.Destination(item, required: isImage))
        {
            Image = isImage ? urls.Image(item) : null,
            Alt = item.Text("alt") ?? "",
            Html = isImage ? null : Html(item),
            Cap = FeedLimits.Cap(item),
            ShowCapped = item.Flag("showCapped"),
            Rules = FeedLimits.Rules(item),
            NoRefresh = item.Flag("noRefresh"),
        };
    }
}
