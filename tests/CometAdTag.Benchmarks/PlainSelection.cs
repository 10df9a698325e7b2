using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Benchmarks;

/// <summary>The same selection, written down as it is thought: what decisions are measured against. It makes the same ones.</summary>
internal sealed class PlainSelection(Snapshot snapshot, Goals goals)
{
    public Creative? Choose(Visit visit, DateTimeOffset now)
    {
        var draw = visit.Draw;
        var eligible = snapshot.LinkedTo(visit.Zone).Where(creative => IsEligible(creative, visit, now)).ToList();
        var leading = eligible.Where(creative => visit.Leads.Contains(creative.Campaign.Id)).ToList();
        var rungs = (leading.Count > 0 ? leading : eligible)
            .GroupBy(creative => (Standing(creative, visit), creative.Campaign.Tier, -creative.Campaign.Priority)).OrderBy(rung => rung.Key);
        return rungs.Select(rung => rung.Key.Tier == Tier.Ecpm ? DrawByEcpm([.. rung], draw) : Draw(rung, isPacing: leading.Count == 0, ref draw))
            .FirstOrDefault(creative => creative is not null);
    }

    private Creative? Draw(IEnumerable<Creative> rung, bool isPacing, ref double draw)
    {
        var campaigns = rung.GroupBy(creative => creative.Campaign).OrderBy(campaign => campaign.Key.Id, StringComparer.Ordinal).ToList();
        var paced = campaigns.Where(campaign => isPacing && goals.Of(campaign.Key) is { IsPaced: true }).ToList();
        var parts = paced.Sum(campaign => Part(campaign.Key));
        var taken = Math.Min(1, parts);
        if (draw < taken) return OneOf(paced, draw / taken, Part);
        draw = (draw - taken) / (1 - taken);
        return OneOf(campaigns.Except(paced).ToList(), draw, campaign => campaign.Weight);
    }

    private static Creative? DrawByEcpm(List<Creative> tier, double draw)
    {
        var campaigns = tier.GroupBy(creative => creative.Campaign).OrderByDescending(campaign => campaign.Key.Ecpm).ThenBy(campaign => campaign.Key.Id, StringComparer.Ordinal).ToList();
        if (draw >= 0.9) return OneOf(campaigns, (draw - 0.9) / (1 - 0.9), campaign => campaign.Weight);
        var highest = campaigns.Where(campaign => campaign.Key.Ecpm == campaigns[0].Key.Ecpm).SelectMany(campaign => campaign.OrderBy(creative => creative.Id, StringComparer.Ordinal)).ToList();
        return highest[(int)(draw / 0.9 * highest.Count)];
    }

    private static Creative? OneOf(List<IGrouping<Campaign, Creative>> campaigns, double draw, Func<Campaign, double> share)
    {
        var point = draw * campaigns.Sum(campaign => share(campaign.Key));
        foreach (var campaign in campaigns)
        {
            if (point < share(campaign.Key)) return OneOf(campaign, point / share(campaign.Key));
            point -= share(campaign.Key);
        }
        return null;
    }

    private static Creative OneOf(IEnumerable<Creative> campaign, double draw)
    {
        var point = draw * campaign.Sum(creative => creative.Weight);
        return campaign.OrderBy(creative => creative.Id, StringComparer.Ordinal).First(creative => (point -= creative.Weight) < 0);
    }

    private double Part(Campaign campaign) => goals.Of(campaign)!.Part;

    private bool IsEligible(Creative creative, Visit visit, DateTimeOffset now) =>
        creative is { Status: RunStatus.Running, Weight: > 0, Withdrawn: false } && creative.Campaign is { Status: RunStatus.Running, Weight: > 0 } campaign
        && campaign.Flight.Contains(now)
        && creative.Width == visit.Zone.Width && creative.Height == visit.Zone.Height
        && (visit.Width == 0 || creative.Width <= visit.Width) && (visit.Height == 0 || creative.Height <= visit.Height)
        && (creative.Rules.IsEmpty || visit.Passed.Ids.Contains(creative.Id))
        && goals.Of(campaign) is not { IsReached: true }
        && !IsCapped(CapLevel.Creative, creative.Id, creative.Cap, visit.History, now)
        && !IsCapped(CapLevel.Campaign, campaign.Id, campaign.Cap, visit.History, now)
        && !IsCapped(CapLevel.Zone, visit.Zone.Id, visit.Zone.Cap, visit.History, now)
        && !(campaign.Companion && visit.Taken.Contains(campaign.Id) && !visit.Leads.Contains(campaign.Id))
        && !visit.OnPage.Any(shown => shown.Campaign!.Advertiser == campaign.Advertiser && (shown.Campaign.Exclusive || campaign.Exclusive));

    /// <summary>For a history that is going on, and whose things are capped as they were.</summary>
    private static bool IsCapped(CapLevel level, string id, FrequencyCap cap, ViewerHistory history, DateTimeOffset now) =>
        !cap.IsNone && history.Counts.Where(count => count.Level == level && count.Id == id).Any(count =>
            (cap is { Total: 0, Session: 0 } || count.Total.Has(cap.Total, cap.Seconds) || count.Session.Has(cap.Session, cap.Seconds))
            && (cap.Seconds == 0 || now.ToUnixTimeSeconds() <= count.LastAt + cap.Seconds));

    private static int Standing(Creative creative, Visit visit) =>
        (visit.OnPage.Any(shown => shown.Creative == creative.Id) ? 2 : 0) + (creative.Id == visit.Current ? 1 : 0);
}
