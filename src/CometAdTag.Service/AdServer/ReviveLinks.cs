namespace CometAdTag.Service.AdServer;

/// <summary>Which banners each zone may show: as AdServer:ReviveApi:Links says, or else as the plugin tells.</summary>
internal sealed class ReviveLinks(ReviveInventory inventory, Action<string> note)
{
    private readonly Dictionary<long, ReviveRow> zones = inventory.Zones.ToDictionary(zone => zone.Id("zoneId"));
    private readonly Dictionary<long, ReviveRow> banners = inventory.Banners.ToDictionary(banner => banner.Row.Id("bannerId"), banner => banner.Row);
    private readonly HashSet<long> campaigns = [.. inventory.Campaigns.Select(campaign => campaign.Id("campaignId"))];
    private readonly ILookup<long, ReviveRow> ofCampaign = inventory.Banners.ToLookup(banner => banner.Row.Id("campaignId"), banner => banner.Row);

    /// <summary>Links with what was left out of the feed, too.</summary>
    public IEnumerable<(long Zone, long Banner)> All(IReadOnlyDictionary<string, string[]> configured) => configured.Count > 0
        ? configured.SelectMany(zone => Of(ReviveLink.ZoneOf(zone.Key), zone.Value.Select(ReviveLink.Parse)))
        : (inventory.Told ?? []).Select(row => (row.Id("zoneId"), row.Id("bannerId")));

    private IEnumerable<(long, long)> Of(long id, IEnumerable<ReviveLink> links)
    {
        if (zones.TryGetValue(id, out var zone)) return links.SelectMany(link => link.IsCampaign ? OfCampaign(zone, link.Id) : OfBanner(zone, link.Id)).Select(banner => (id, banner));
        note($"AdServer:ReviveApi:Links: the ad server has no zone {id}");
        return [];
    }

    /// <summary>As Revive links a campaign: those of its banners that fit.</summary>
    private IEnumerable<long> OfCampaign(ReviveRow zone, long id)
    {
        if (campaigns.Contains(id)) return ofCampaign[id].Where(banner => Fits(banner, zone)).Select(banner => banner.Id("bannerId"));
        note($"AdServer:ReviveApi:Links: the ad server has no campaign {id} (zone {zone.Id("zoneId")})");
        return [];
    }

    private IEnumerable<long> OfBanner(ReviveRow zone, long id)
    {
        if (!banners.TryGetValue(id, out var banner)) note($"AdServer:ReviveApi:Links: the ad server has no banner {id} (zone {zone.Id("zoneId")})");
        else if (!Fits(banner, zone)) note($"AdServer:ReviveApi:Links: banner {id} ({Size(banner)}) does not fit zone {zone.Id("zoneId")} ({Size(zone)})");
        else return [id];
        return [];
    }

    private static bool Fits(ReviveRow banner, ReviveRow zone) => Fits(banner, zone, "width") && Fits(banner, zone, "height");

    private static bool Fits(ReviveRow banner, ReviveRow zone, string side) => zone.Whole(side) is -1 || zone.Whole(side) == banner.Whole(side);

    private static string Size(ReviveRow row) => $"{row.Text("width")}x{row.Text("height")}";
}
