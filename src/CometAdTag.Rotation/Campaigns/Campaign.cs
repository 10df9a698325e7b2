namespace CometAdTag.Rotation.Campaigns;

/// <summary>Who pays for what and when. Counts are impressions or clicks, null is unlimited; eCPM in the ad server's currency.</summary>
public sealed record Campaign(string Id, string Advertiser, string Name, Tier Tier, int Priority, int Weight, RunStatus Status, Flight Flight)
{
    public long? BookedImpressions { get; init; }
    public long? BookedClicks { get; init; }
    public long? DailyImpressions { get; init; }
    public long DeliveredImpressions { get; init; }
    public long DeliveredClicks { get; init; }
    public FrequencyCap Cap { get; init; }
    public bool ShowCapped { get; init; }
    public decimal? Ecpm { get; init; }
    public bool Companion { get; init; }
    public bool Exclusive { get; init; }
    public bool NoRefresh { get; init; }
}
