namespace CometAdTag.Rotation.Campaigns;

/// <summary>Who pays for what and when. Counts are impressions or clicks, null is unlimited; eCPM in the ad server's currency.</summary>
public sealed record Campaign(string Id, string Advertiser, string Name, Tier Tier, int Priority, int Weight, RunStatus Status, Flight Flight)
{
    /// <summary>Its place among the campaigns of its snapshot, from 0.</summary>
    public int Ordinal { get; init; }
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

    /// <summary>Whether anything ends its delivery but its flight.</summary>
    public bool HasGoal => BookedImpressions is not null || BookedClicks is not null || DailyImpressions is not null;

    /// <summary>Whether it is spread over its time: a contract with so many impressions a day, or until the end of its flight.</summary>
    public bool IsPaced => Tier == Tier.Contract && (DailyImpressions is not null || (BookedImpressions is not null && Flight.End is not null));
}
