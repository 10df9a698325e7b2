using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Pacing;

/// <summary>
/// How much of a campaign's goals is reached, everywhere: what the ad server counted, what this node rendered since, and what the other
/// nodes probably did. Used by one thread at a time.
/// </summary>
internal sealed class GoalCount(Goal goal)
{
    /// <summary>Seconds after which this node's share of the deliveries is 37 % forgotten.</summary>
    private const double ShareLife = 6 * 3600;

    private Fading ours, theirs;
    private long others, othersClicks, renderedThen, delivered = -1;
    private DateTimeOffset then;
    private LocalDay day;

    /// <summary>Of all deliveries, those of this node, in (0, 1].</summary>
    public double Share { get; private set; } = 1;

    public double Total => others + goal.Rendered + ((goal.Rendered - renderedThen) * (1 - Share) / Share);

    public double Today => Total - BeforeToday;

    /// <summary>What the total was when the day began.</summary>
    public long BeforeToday { get; private set; }

    /// <summary>Takes over what the ad server counted. The same number again is no news: the ad server may be behind.</summary>
    public void Follow(Campaign campaign, OwnCount own, DateTimeOffset now)
    {
        othersClicks = campaign.DeliveredClicks + own.Clicks - goal.Clicks;
        if (campaign.DeliveredImpressions == delivered) return;
        var othersNow = campaign.DeliveredImpressions + own.Impressions - goal.Rendered;
        if (delivered >= 0) LearnShare(Math.Max(0, othersNow - others), now);
        (others, delivered, renderedThen, then) = (othersNow, campaign.DeliveredImpressions, goal.Rendered, now);
    }

    /// <summary>Today's count begins anew with the day; the first day, as far as this node knows it.</summary>
    public void Begin(LocalDay today, OwnCount own)
    {
        if (today.Date == day.Date) return;
        BeforeToday = day != default ? (long)Total : own.BeforeToday ?? (long)Total - own.Today;
        day = today;
    }

    /// <summary>What this node may still do for the goals, in impressions and clicks since it knows the campaign.</summary>
    public void Limit(Campaign campaign) => goal.Limit(
        campaign.BookedImpressions is null && campaign.DailyImpressions is null ? long.MaxValue : goal.Rendered + (long)Math.Ceiling(Left(campaign) * Share),
        campaign.BookedClicks is { } clicks ? clicks - othersClicks : long.MaxValue);

    private double Left(Campaign campaign) =>
        Math.Min((campaign.BookedImpressions ?? double.PositiveInfinity) - Total, (campaign.DailyImpressions ?? double.PositiveInfinity) - Today);

    private void LearnShare(long theirsNow, DateTimeOffset now)
    {
        var part = Fading.Part((now - then).TotalSeconds, ShareLife);
        ours.Add(goal.Rendered - renderedThen, part);
        theirs.Add(theirsNow, part);
        Share = Math.Max(0.01, (ours.Sum + 1) / (ours.Sum + theirs.Sum + 1));
    }
}
