using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Rotation.Delivery;

/// <summary>Whether a linked creative may fill a slot, and else the one reason why not: the first in the order in which they are asked.</summary>
public static class Eligibility
{
    // An array, since a span of an enum is made anew each time it is asked for
    private static readonly PassbackReason[] Asked =
    [
        PassbackReason.NoLink, PassbackReason.NoneRunning, PassbackReason.OutOfFlight, PassbackReason.Size, PassbackReason.TooSmall,
        PassbackReason.Rules, PassbackReason.Capped, PassbackReason.GoalReached, PassbackReason.Pacing, PassbackReason.OnPage,
        PassbackReason.Withdrawn,
    ];

    /// <summary>Null where the creative at that place in <see cref="Snapshot.LinkedTo"/> may be shown. That the page shows the same one already is the selector's matter.</summary>
    public static PassbackReason? Refusal(Creative creative, int place, in SlotRequest request, DateTimeOffset now)
    {
        var campaign = creative.Campaign;
        if (!IsRunning(creative)) return PassbackReason.NoneRunning;
        if (!campaign.Flight.Contains(now)) return PassbackReason.OutOfFlight;
        if (!Fits(creative, request.Zone)) return PassbackReason.Size;
        if (IsLarger(creative, request)) return PassbackReason.TooSmall;
        if (!creative.Rules.IsDefaultOrEmpty && !request.PassesRules(place)) return PassbackReason.Rules;
        if (IsCapped(creative, request, now)) return PassbackReason.Capped;
        if (IsGoalReached(campaign, request.Goals)) return PassbackReason.GoalReached;
        if (IsBarredByCompanions(campaign, request) || IsBarredByAdvertiser(campaign, request)) return PassbackReason.OnPage;
        return creative.Withdrawn ? PassbackReason.Withdrawn : null;
    }

    /// <summary>
    /// Whether a creative that a slot of the zone shows may stay there: false once it is withdrawn, paused, unlinked or of another size.
    /// What is over, reached or of weight 0 stays until the next rotation.
    /// </summary>
    public static bool MayStay(Snapshot snapshot, Zone zone, string creative)
    {
        foreach (var linked in snapshot.LinkedTo(zone))
            if (linked.Id == creative) return MayStay(linked, zone);
        return false;
    }

    /// <summary>The same of a creative that is linked to the zone.</summary>
    public static bool MayStay(Creative linked, Zone zone) =>
        IsOnOrOver(linked.Status) && IsOnOrOver(linked.Campaign.Status) && Fits(linked, zone) && !linked.Withdrawn;

    /// <summary>How far a creative came before it was refused: of several reasons the furthest says most.</summary>
    public static int Depth(PassbackReason reason) => Array.IndexOf(Asked, reason);

    /// <summary>The campaign's share in its rung; OpenX knows no weight for contracts, so 0 is 1 there.</summary>
    public static int Weight(Campaign campaign) => campaign is { Tier: Tier.Contract, Weight: 0 } ? 1 : campaign.Weight;

    // A weight of 0 is how an ad server says: not now. An eCPM campaign goes by its eCPM.
    private static bool IsRunning(Creative creative) =>
        creative is { Status: RunStatus.Running, Campaign.Status: RunStatus.Running, Weight: > 0 }
        && (Weight(creative.Campaign) > 0 || creative.Campaign is { Tier: Tier.Ecpm, Ecpm: > 0 });

    // An ad server says expired when the flight is over or the goal is reached
    private static bool IsOnOrOver(RunStatus status) => status is RunStatus.Running or RunStatus.Expired;

    private static bool Fits(Creative creative, Zone zone) =>
        (zone.Width == -1 || zone.Width == creative.Width) && (zone.Height == -1 || zone.Height == creative.Height);

    private static bool IsLarger(Creative creative, in SlotRequest request) =>
        (request.Width > 0 && creative.Width > request.Width) || (request.Height > 0 && creative.Height > request.Height);

    private static bool IsCapped(Creative creative, in SlotRequest request, DateTimeOffset now) => request.History is { } history
        && (history.IsCapped(CapLevel.Creative, creative.Id, creative.Cap, now)
            || history.IsCapped(CapLevel.Campaign, creative.Campaign.Id, creative.Campaign.Cap, now)
            || history.IsCapped(CapLevel.Zone, request.Zone.Id, request.Zone.Cap, now));

    /// <summary>The first slot of the page that could show a companion campaign decides whether it comes.</summary>
    private static bool IsBarredByCompanions(Campaign campaign, in SlotRequest request) =>
        campaign.Companion && request.Taken.Contains(campaign.Id) && !request.Leads.Contains(campaign.Id);

    /// <summary>Of an advertiser with an exclusive campaign the page shows one creative at a time.</summary>
    private static bool IsBarredByAdvertiser(Campaign campaign, in SlotRequest request)
    {
        if (campaign.Advertiser.Length == 0) return false;
        foreach (ref readonly var shown in request.OnPage)
            if (shown.Campaign is { } other && (campaign.Exclusive || other.Exclusive) && other.Advertiser == campaign.Advertiser) return true;
        return false;
    }

    private static bool IsGoalReached(Campaign campaign, Goals? goals) => goals?.Of(campaign) is { } goal
        ? goal.IsReached
        : campaign.DeliveredImpressions >= (campaign.BookedImpressions ?? long.MaxValue) || campaign.DeliveredClicks >= (campaign.BookedClicks ?? long.MaxValue);
}
