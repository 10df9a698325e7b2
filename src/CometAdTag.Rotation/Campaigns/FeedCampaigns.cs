namespace CometAdTag.Rotation.Campaigns;

/// <summary>Who pays: the feed's campaigns.</summary>
internal static class FeedCampaigns
{
    private static readonly string[] Tiers = ["override", "contract", "remnant", "ecpm"];
    private static readonly string[] Statuses = ["running", "paused", "awaiting", "expired", "inactive"];

    public static FeedTable<Campaign> Read(FeedObject feed, FeedTimes times)
    {
        var table = new FeedTable<Campaign>("campaign");
        var ordinal = 0;
        foreach (var item in feed.RequiredObjects("campaigns"))
        {
            var campaign = Campaign(item, times, ordinal++);
            table.Add(item, campaign.Id, campaign);
        }
        return table;
    }

    public static RunStatus Status(FeedObject item) => (RunStatus)item.Word("status", Statuses);

    private static Campaign Campaign(FeedObject item, FeedTimes times, int ordinal)
    {
        var tier = (Tier)item.Word("tier", Tiers);
        var (booked, delivered) = (item.Object("booked"), item.Object("delivered"));
        return new(item.Id("id"), item.Name("advertiser"), item.Name("name"), tier, Priority(item, tier), Weight(item, tier),
            Status(item), times.Flight(item))
        {
            Ordinal = ordinal,
            BookedImpressions = Count(booked, "impressions"),
            BookedClicks = Count(booked, "clicks"),
            DailyImpressions = Count(item.Object("daily"), "impressions"),
            DeliveredImpressions = Count(delivered, "impressions") ?? 0,
            DeliveredClicks = Count(delivered, "clicks") ?? 0,
            Cap = FeedLimits.Cap(item),
            ShowCapped = item.Flag("showCapped"),
            Ecpm = item.Number("ecpm", 0, 1_000_000_000),
            Companion = item.Flag("companion"),
            Exclusive = item.Flag("exclusive"),
            NoRefresh = item.Flag("noRefresh"),
        };
    }

    // Only contracts are ranked by it; ad servers write other numbers into it for the other tiers.
    private static int Priority(FeedObject item, Tier tier) => tier == Tier.Contract ? item.RequiredWhole("priority", 1, 10) : 0;

    private static int Weight(FeedObject item, Tier tier) =>
        tier == Tier.Contract && !item.Has("weight") ? 0 : item.RequiredWhole("weight", 0);

    private static long? Count(FeedObject? of, string member) => of?.Whole(member, 0, long.MaxValue);
}
