namespace CometAdTag.Service.AdServer;

/// <summary>
/// Writes an inventory as a campaign feed. The feed's own reader judges each thing alone: one with a mistake is left out and named,
/// since one odd banner of thousands must not hold the others back.
/// </summary>
internal sealed class ReviveFeed
{
    private readonly FeedDraft frame;
    private readonly List<string> notes = [];

    private ReviveFeed(AdServerOptions options) => frame = new(options.ReviveApi.TimeZone);

    /// <summary>The feed's bytes, the same for the same inventory, and what could not be taken over, in words.</summary>
    public static (byte[] Body, IReadOnlyList<string> Notes) Write(ReviveInventory inventory, AdServerOptions options)
    {
        var feed = new ReviveFeed(options);
        return (feed.Compose(inventory, options).ToBytes(), feed.notes);
    }

    private FeedDraft Compose(ReviveInventory inventory, AdServerOptions options)
    {
        if (!inventory.ActsAsManager) notes.Add(
            $"the default account of AdServer:ReviveApi:User {options.ReviveApi.User} is no manager's: dates come in the administrator's time zone, and where a manager has another one, campaigns begin and end at another hour");
        var websites = Websites(inventory);
        var zones = Take(inventory.Zones.Select(ReviveInventoryItems.Zone).Where(zone => websites.ContainsKey(zone.Parent)),
            (zone, json) => frame with { Websites = [websites[zone.Parent]], Zones = [json] });
        var channels = Take(inventory.Channels.Select(ReviveInventoryItems.Channel), (_, json) => frame with { Channels = [json] });
        var campaigns = Campaigns(inventory);
        var creatives = Take(inventory.Banners.Where(banner => campaigns.ContainsKey(banner.Row.Id("campaignId"))).Select(banner => ReviveBannerItems.Banner(banner, options)),
            (banner, json) => frame with { Campaigns = [campaigns[banner.Parent]], Creatives = [json] });
        var silent = Silent(inventory);
        var links = new ReviveLinks(inventory, notes.Add).All(options.ReviveApi.Links)
            .Where(link => zones.ContainsKey(link.Zone) && creatives.ContainsKey(link.Banner) && !silent.Contains(link.Zone)).Distinct().Order();
        return frame with
        {
            Websites = websites.Values,
            Zones = Chained(inventory, zones, silent),
            Channels = channels.Values,
            Campaigns = campaigns.Values,
            Creatives = creatives.Values,
            Links = links.Select(link => $$"""{"zone":{{link.Zone}},"creative":{{link.Banner}}}"""),
        };
    }

    private OrderedDictionary<long, string> Websites(ReviveInventory inventory)
    {
        var websites = Take(inventory.Websites.Select(ReviveInventoryItems.Website), (_, json) => frame with { Websites = [json] });
        notes.AddRange(
            from row in inventory.Websites
            where !ReviveInventoryItems.Origins(row).Any()
            select $"{ReviveInventoryItems.Website(row).Label} has no http(s) address: its pages can only connect where Pages:AllowedOrigins names them");
        return websites;
    }

    private OrderedDictionary<long, string> Campaigns(ReviveInventory inventory)
    {
        var advertisers = inventory.Advertisers.ToDictionary(row => row.Id("advertiserId"), row => row.Text("advertiserName"));
        var told = (inventory.Told ?? []).DistinctBy(row => row.Id("campaignId")).ToDictionary(row => row.Id("campaignId"), row => row.Whole("campaignStatus"));
        return Take(
            inventory.Campaigns.Select(row => ReviveCampaignItems.Campaign(row, advertisers.GetValueOrDefault(row.Id("advertiserId"), ""), told.GetValueOrDefault(row.Id("campaignId")))),
            (_, json) => frame with { Campaigns = [json] });
    }

    /// <summary>The zones of managers that are switched off, in which Revive shows nothing.</summary>
    private static HashSet<long> Silent(ReviveInventory inventory)
    {
        var off = inventory.Agencies.Where(agency => agency.Whole("status") > 0).Select(agency => agency.Id("agencyId")).ToHashSet();
        var websites = inventory.Websites.Where(website => off.Contains(website.Id("agencyId"))).Select(website => website.Id("publisherId")).ToHashSet();
        return [.. inventory.Zones.Where(zone => websites.Contains(zone.Id("publisherId"))).Select(zone => zone.Id("zoneId"))];
    }

    /// <summary>A zone that is chained to one that is not here, or that shows nothing, has no chain.</summary>
    private static IEnumerable<string> Chained(ReviveInventory inventory, OrderedDictionary<long, string> zones, HashSet<long> silent) =>
        from row in inventory.Zones
        let id = row.Id("zoneId")
        where zones.ContainsKey(id)
        select row.Whole("chainedZoneId") is { } chain && zones.ContainsKey(chain) && !silent.Contains(id) ? $$"""{{zones[id][..^1]}},"chain":{{chain}}}""" : zones[id];

    private OrderedDictionary<long, string> Take(IEnumerable<ReviveItem> items, Func<ReviveItem, string, FeedDraft> alone)
    {
        var taken = new OrderedDictionary<long, string>();
        foreach (var item in items)
        {
            var json = item.Json?.ToJsonString() ?? "";
            if ((item.Why ?? alone(item, json).Wrong()) is { } why) notes.Add($"{item.Label} is left out: {why}");
            else taken.Add(item.Id, json);
        }
        return taken;
    }
}
