using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Tests.Delivery;

/// <summary>
/// The share of the draws that each creative gets, read plainly from OpenX's formulas (adSelect.php: _adSelectInnerLoop, _adSelect;
/// Delivery.php: _setPriorityFromWeights): tier by tier, contracts by priority, in each by campaign weight split over the banners still eligible, of the
/// eCPM tier nine tenths to the highest. Companion campaigns that the page shows go before all; what it shows already comes last. Contracts that are
/// spread over their time take their part, and leave the rest.
/// </summary>
internal static class PlainSelection
{
    /// <summary>What goes to nobody, since all are ahead of their plan.</summary>
    public const string Left = "left";

    public static Dictionary<string, double> Shares(AnySlot slot)
    {
        var (shares, left, eligible) = (new Dictionary<string, double>(), 1.0, Eligible(slot));
        foreach (var rung in eligible.GroupBy(creative => (Standing(creative, slot.Parts), creative.Campaign.Tier, -creative.Campaign.Priority)).OrderBy(group => group.Key))
            left = GiveRung([.. rung], left, slot, shares);
        if (eligible.Count > 0) shares[Left] = left;
        return shares.Where(share => share.Value > 0).ToDictionary();
    }

    /// <summary>What is chosen among: where companion campaigns lead, theirs alone.</summary>
    public static List<Creative> Eligible(AnySlot slot)
    {
        var all = slot.Parts.Linked.Where(creative => PlainEligibility.Refusal(creative, slot) is null).ToList();
        var led = all.FindAll(creative => slot.Parts.Leads.Contains(creative.Campaign.Id));
        return led.Count > 0 ? led : all;
    }

    /// <summary>What a contract that is spread over its time wants of the requests; null where it takes what there is, as all do that lead.</summary>
    public static double? Wants(Creative creative, AnySlot slot) => slot.Parts.Leads.Contains(creative.Campaign.Id) ? null : slot.Wants(creative.Campaign);

    /// <summary>0 for what the page does not show, 1 for what this slot shows, 2 for what another does, 3 for both.</summary>
    public static int Standing(Creative creative, AnySlotParts slot) =>
        (creative.Id == slot.Current ? 1 : 0) + (slot.OnPage.Any(other => other.Creative == creative.Id) ? 2 : 0);

    /// <summary>Gives the rung what it takes of what is left, and says what is left then.</summary>
    private static double GiveRung(Creative[] rung, double left, AnySlot slot, Dictionary<string, double> shares)
    {
        var paced = rung.Where(creative => Wants(creative, slot) is not null).GroupBy(creative => creative.Campaign).ToList();
        var wanted = paced.Sum(campaign => slot.Wants(campaign.Key)!.Value);
        foreach (var campaign in paced) Give(campaign, left * slot.Wants(campaign.Key)!.Value / Math.Max(1, wanted), shares);
        left *= 1 - Math.Min(1, wanted);
        var others = rung.Where(creative => Wants(creative, slot) is null).ToArray();
        if (others.Length == 0) return left;
        var top = others.Where(creative => creative.Campaign.Tier == Tier.Ecpm && creative.Campaign.Ecpm > 0 && creative.Campaign.Ecpm == others.Max(each => each.Campaign.Ecpm)).ToList();
        var toHighest = top.Count == 0 ? 0 : others.All(creative => creative.Campaign.Weight == 0) ? 1 : 0.9;
        foreach (var creative in top) Add(shares, creative, left * toHighest / top.Count);
        if (toHighest < 1) Give(others, left * (1 - toHighest), shares);
        return 0;
    }

    private static void Give(IEnumerable<Creative> creatives, double part, Dictionary<string, double> shares)
    {
        var campaigns = creatives.GroupBy(creative => creative.Campaign).ToList();
        foreach (var campaign in campaigns)
            foreach (var creative in campaign)
                Add(shares, creative, part * Weight(campaign.Key) / campaigns.Sum(each => Weight(each.Key)) * creative.Weight / campaign.Sum(each => each.Weight));
    }

    /// <summary>OpenX knows no weight for contracts; without one they share alike.</summary>
    private static double Weight(Campaign campaign) => campaign is { Tier: Tier.Contract, Weight: 0 } ? 1 : campaign.Weight;

    private static void Add(Dictionary<string, double> shares, Creative creative, double share) =>
        shares[creative.Id] = shares.GetValueOrDefault(creative.Id) + share;
}
