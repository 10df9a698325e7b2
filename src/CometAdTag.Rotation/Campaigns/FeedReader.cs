namespace CometAdTag.Rotation.Campaigns;

/// <summary>Reads the feed's sections in the order in which they refer to each other.</summary>
internal static class FeedReader
{
    // As long as the service may name a batch, which the ad server then says back
    private const int MaxBatchIdBytes = 64;

    public static Snapshot Read(FeedObject feed)
    {
        if (feed.RequiredWhole("version", 1) is > 1 and var version) feed.Wrong("version", $"{version}; this service reads version 1");
        var times = FeedTimes.Of(feed);
        var adServer = feed.RequiredObject("adServer");
        var websites = FeedInventory.Websites(feed);
        var zones = FeedInventory.Zones(feed, websites);
        var campaigns = FeedCampaigns.Read(feed, times);
        var creatives = FeedCreatives.Read(feed, campaigns, FeedUrls.Of(adServer));
        return new(FeedTimes.Timestamp(feed, "generatedAt"), times.Zone)
        {
            Counted = feed.Has("counted") ? feed.Id("counted", MaxBatchIdBytes) : null,
            AdServerName = adServer?.Name("name") ?? "",
            Websites = websites.Freeze(),
            Zones = zones.Freeze(),
            Channels = FeedInventory.Channels(feed).Freeze(),
            Campaigns = campaigns.Freeze(),
            Creatives = creatives.Freeze(),
            Links = FeedLinks.Read(feed, zones, creatives),
        };
    }
}
