namespace CometAdTag.Service.AdServer;

/// <summary>All that a pull by the API brought, each list in the order of its ids, so that an unchanged ad server gives the same again.</summary>
internal sealed record ReviveInventory(
    IReadOnlyList<ReviveRow> Agencies, IReadOnlyList<ReviveRow> Websites, IReadOnlyList<ReviveRow> Zones, IReadOnlyList<ReviveRow> Advertisers,
    IReadOnlyList<ReviveRow> Campaigns, IReadOnlyList<ReviveRuled> Banners, IReadOnlyList<ReviveRuled> Channels)
{
    /// <summary>What the plugin says of links and of the campaigns' status; null without it.</summary>
    public IReadOnlyList<ReviveRow>? Told { get; init; }

    /// <summary>The dates of campaigns are those of their manager's time zone.</summary>
    public bool ActsAsManager { get; init; } = true;
}

/// <summary>A banner or channel, and its delivery rules in their order.</summary>
internal sealed record ReviveRuled(ReviveRow Row, IReadOnlyList<ReviveRow> Rules);
