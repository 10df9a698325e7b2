using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Rotation.Tests.Delivery;

/// <summary>Why a creative may not fill a slot, read plainly: every reason is asked, and the first that holds is it.</summary>
internal static class PlainEligibility
{
    /// <summary>The deeper the further down.</summary>
    private static readonly PassbackReason[] Order =
    [
        PassbackReason.NoLink, PassbackReason.NoneRunning, PassbackReason.OutOfFlight, PassbackReason.Size, PassbackReason.TooSmall, PassbackReason.Rules,
        PassbackReason.Capped, PassbackReason.GoalReached, PassbackReason.Pacing, PassbackReason.OnPage, PassbackReason.Withdrawn,
    ];

    public static PassbackReason? Refusal(Creative creative, AnySlot slot) =>
        Order.Where(reason => Holds(reason, creative, creative.Campaign, slot.Parts, slot)).Select(reason => (PassbackReason?)reason).FirstOrDefault();

    /// <summary>The reason of a slot for which nothing is eligible.</summary>
    public static PassbackReason Passback(AnySlot slot) =>
        slot.Parts.Linked.Select(creative => Refusal(creative, slot)!.Value).Prepend(PassbackReason.NoLink).MaxBy(reason => Array.IndexOf(Order, reason));

    private static bool Holds(PassbackReason reason, Creative creative, Campaign campaign, AnySlotParts slot, AnySlot on) => reason switch
    {
        PassbackReason.NoneRunning => creative.Status != RunStatus.Running || campaign.Status != RunStatus.Running || creative.Weight == 0
            || (campaign.Weight == 0 && campaign.Tier != Tier.Contract && !(campaign.Tier == Tier.Ecpm && campaign.Ecpm > 0)),
        PassbackReason.OutOfFlight => campaign.Flight.Start > Sample.Now || campaign.Flight.End <= Sample.Now,
        PassbackReason.Size => !new[] { -1, creative.Width }.Contains(slot.Zone.Width) || !new[] { -1, creative.Height }.Contains(slot.Zone.Height),
        PassbackReason.TooSmall => (slot.Width != 0 && slot.Width < creative.Width) || (slot.Height != 0 && slot.Height < creative.Height),
        PassbackReason.Rules => !creative.Rules.IsEmpty && !Passes([.. creative.Rules], slot.Source),
        PassbackReason.Capped => CapUse.Of(slot.Zone, creative).Any(use => on.Browser.IsCapped(use, Sample.Now.ToUnixTimeSeconds())),
        PassbackReason.GoalReached => campaign.DeliveredImpressions >= campaign.BookedImpressions || campaign.DeliveredClicks >= campaign.BookedClicks,
        PassbackReason.OnPage => (campaign.Companion && slot.Taken.Except(slot.Leads).Contains(campaign.Id)) || slot.OnPage.Any(other => Bars(other.Campaign, campaign)),
        PassbackReason.Withdrawn => creative.Withdrawn,
        _ => false,
    };

    /// <summary>Rows are alternatives, each of rows that must all hold.</summary>
    private static bool Passes(List<DeliveryRule> rows, string source)
    {
        var next = rows.FindIndex(1, row => row.Logical == "or");
        if (next > 0) return Passes(rows[..next], source) || Passes(rows[next..], source);
        return rows.TrueForAll(row => source == row.Data == (row.Comparison == "=="));
    }

    private static bool Bars(Campaign? other, Campaign campaign) =>
        campaign.Advertiser != "" && other?.Advertiser == campaign.Advertiser && (other.Exclusive || campaign.Exclusive);
}
