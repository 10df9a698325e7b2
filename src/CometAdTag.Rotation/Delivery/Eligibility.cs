using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Rotation.Delivery;

/// <summary>Whether a linked creative may fill a slot, and else the one reason why not: the first in the order in which they are asked.</summary>
public static class Eligibility
{
    private static readonly PassbackReason[] Asked =
    [
        PassbackReason.NoLink, PassbackReason.NoneRunning, PassbackReason.OutOfFlight, PassbackReason.Size, PassbackReason.TooSmall,
        PassbackReason.Rules, PassbackReason.Capped, PassbackReason.GoalReached, PassbackReason.Pacing, PassbackReason.OnPage,
        PassbackReason.Withdrawn,
    ];

    private static readonly int[] Depths = Array.ConvertAll(Enum.GetValues<PassbackReason>(), reason => Array.IndexOf(Asked, reason));

    /// <summary>Null where the creative at that place in <see cref="Snapshot.LinkedTo"/> may be shown. That the page shows the same one already is the selector's matter.</summary>
    public static PassbackReason? Refusal(Creative creative, int place, in SlotRequest request, DateTimeOffset now) =>
        Refusal(new Candidate(creative), place, request, new Moment(request, now));

    internal static PassbackReason? Refusal(in Candidate candidate, int place, in SlotRequest request, in Moment moment)
    {
        if (!candidate.IsRunning) return PassbackReason.NoneRunning;
        if (!candidate.IsInFlight(moment.UtcTicks)) return PassbackReason.OutOfFlight;
        if (!Fits(candidate.Width, candidate.Height, request.Zone)) return PassbackReason.Size;
        if (IsLarger(candidate, request)) return PassbackReason.TooSmall;
        if (candidate.HasRules && !request.PassesRules(place)) return PassbackReason.Rules;
        if (moment.IsZoneCapped || IsCapped(candidate, request.History, moment.Seconds)) return PassbackReason.Capped;
        if (request.Goals?.Of(candidate.Ordinal)?.IsReached ?? candidate.IsDelivered) return PassbackReason.GoalReached;
        if (IsBarredByCompanions(candidate, request) || IsBarredByAdvertiser(candidate, request, moment)) return PassbackReason.OnPage;
        return candidate.IsWithdrawn ? PassbackReason.Withdrawn : null;
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
        IsOnOrOver(linked.Status) && IsOnOrOver(linked.Campaign.Status) && Fits(linked.Width, linked.Height, zone) && !linked.Withdrawn;

    /// <summary>How far a creative came before it was refused: of several reasons the furthest says most.</summary>
    public static int Depth(PassbackReason reason) => Depths[(int)reason];

    // An ad server says expired when the flight is over or the goal is reached
    private static bool IsOnOrOver(RunStatus status) => status is RunStatus.Running or RunStatus.Expired;

    private static bool Fits(int width, int height, Zone zone) =>
        (zone.Width == -1 || zone.Width == width) && (zone.Height == -1 || zone.Height == height);

    private static bool IsLarger(in Candidate candidate, in SlotRequest request) =>
        (request.Width > 0 && candidate.Width > request.Width) || (request.Height > 0 && candidate.Height > request.Height);

    private static bool IsCapped(in Candidate candidate, ViewerHistory? history, long at) => history is not null
        && ((candidate.HasCap && history.MayHaveSeen(CapLevel.Creative, candidate.Mark)
                && history.IsCapped(CapLevel.Creative, candidate.Creative.Id, candidate.Mark, candidate.Cap, at))
            || (candidate.HasCampaignCap && history.MayHaveSeen(CapLevel.Campaign, candidate.CampaignMark)
                && history.IsCapped(CapLevel.Campaign, candidate.Campaign.Id, candidate.CampaignMark, candidate.CampaignCap, at)));

    /// <summary>The first slot of the page that could show a companion campaign decides whether it comes.</summary>
    private static bool IsBarredByCompanions(in Candidate candidate, in SlotRequest request) =>
        candidate.IsCompanion && request.Taken.Contains(candidate.Campaign.Id) && !request.Leads.Contains(candidate.Campaign.Id);

    /// <summary>An exclusive campaign stands beside no other creative of its advertiser.</summary>
    private static bool IsBarredByAdvertiser(in Candidate candidate, in SlotRequest request, in Moment moment)
    {
        if (!candidate.IsExclusive && !moment.IsExclusive) return false;
        var advertiser = candidate.Campaign.Advertiser;
        if (advertiser.Length == 0) return false;
        foreach (ref readonly var shown in request.OnPage)
            if (shown.Campaign is { } other && (candidate.IsExclusive || other.Exclusive) && other.Advertiser == advertiser) return true;
        return false;
    }
}
