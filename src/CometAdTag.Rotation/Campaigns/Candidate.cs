namespace CometAdTag.Rotation.Campaigns;

/// <summary>A creative linked to a zone, with what decisions ask of it and its campaign side by side: they walk over all of a zone's.</summary>
internal readonly struct Candidate
{
    private readonly long from, until;

    /// <summary>Rung and group tell the candidates that are tried at the same time, and of those the ones of one campaign.</summary>
    public Candidate(Creative creative, int rung = 0, int group = 0)
    {
        var campaign = creative.Campaign;
        (Creative, Campaign, Rung, Group) = (creative, campaign, rung, group);
        (from, until) = (campaign.Flight.Start?.UtcTicks ?? long.MinValue, campaign.Flight.End?.UtcTicks ?? long.MaxValue);
        (Mark, CampaignMark, Ordinal) = (IdMark.Of(creative.Id), IdMark.Of(campaign.Id), campaign.Ordinal);
        (Width, Height, Tier) = (creative.Width, creative.Height, campaign.Tier);
        // OpenX knows no weight for contracts, so 0 is 1 there
        (Weight, CampaignWeight) = (creative.Weight, campaign is { Tier: Tier.Contract, Weight: 0 } ? 1 : campaign.Weight);
        // A weight of 0 is how an ad server says: not now. An eCPM campaign goes by its eCPM
        IsRunning = creative.Status == RunStatus.Running && campaign.Status == RunStatus.Running
            && Weight > 0 && (CampaignWeight > 0 || campaign is { Tier: Tier.Ecpm, Ecpm: > 0 });
        HasRules = !creative.Rules.IsDefaultOrEmpty;
        (Cap, CampaignCap) = (creative.Cap, campaign.Cap);
        (HasCap, HasCampaignCap) = (!Cap.IsNone, !CampaignCap.IsNone);
        IsDelivered = campaign.DeliveredImpressions >= (campaign.BookedImpressions ?? long.MaxValue)
            || campaign.DeliveredClicks >= (campaign.BookedClicks ?? long.MaxValue);
        IsCompanion = campaign.Companion;
        IsExclusive = campaign.Exclusive;
        IsWithdrawn = creative.Withdrawn;
    }

    public Creative Creative { get; }
    public Campaign Campaign { get; }
    public int Mark { get; }
    public int CampaignMark { get; }
    public int Ordinal { get; }
    public int Rung { get; }
    public int Group { get; }
    public Tier Tier { get; }
    public int Width { get; }
    public int Height { get; }
    public int Weight { get; }
    /// <summary>The campaign's share in its rung.</summary>
    public int CampaignWeight { get; }
    public bool IsRunning { get; }
    public bool HasRules { get; }
    public FrequencyCap Cap { get; }
    public FrequencyCap CampaignCap { get; }
    public bool HasCap { get; }
    public bool HasCampaignCap { get; }
    /// <summary>Whether the goal was reached as far as the ad server knows.</summary>
    public bool IsDelivered { get; }
    public bool IsCompanion { get; }
    public bool IsExclusive { get; }
    public bool IsWithdrawn { get; }

    public bool IsInFlight(long utcTicks) => utcTicks >= from && utcTicks < until;
}
