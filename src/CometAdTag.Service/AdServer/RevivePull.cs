namespace CometAdTag.Service.AdServer;

/// <summary>
/// Reads the whole inventory, level by level, so many calls at once as AdServer:ReviveApi:MaxConcurrency lets. What is deleted meanwhile
/// is left out. The dates of campaigns come in the time zone of the account that the session acts as: a call that only
/// administrators may make turns it into the administrator for good, and a call for another manager turns it into him from the next call on. So campaigns have a session
/// of their own, in which one manager is read after the other.
/// </summary>
internal sealed class RevivePull(ReviveSession administrator, ReviveSession manager, ReviveApiOptions api)
{
    private const string PluginMethod = "comet.getLinks";
    private const long AllZones = 0;

    public async Task<ReviveInventory> PullAsync(CancellationToken cancel)
    {
        var agencies = Ordered(await ListAsync(administrator, "ox.getAgencyList", id: null, cancel), "agencyId");
        var told = await ToldAsync(cancel);
        var websites = await BelowAsync(administrator, agencies, "agencyId", "ox.getPublisherListByAgencyId", "publisherId", cancel);
        var zones = await BelowAsync(administrator, websites, "publisherId", "ox.getZoneListByPublisherId", "zoneId", cancel);
        var (advertisers, campaigns) = await CampaignsAsync(agencies, cancel);
        var banners = await BelowAsync(administrator, campaigns, "campaignId", "ox.getBannerListByCampaignId", "bannerId", cancel);
        var channels = await BelowAsync(administrator, agencies, "agencyId", "ox.getChannelListByAgencyId", "channelId", cancel);
        var ruledBanners = await RuledAsync(banners, "bannerId", "ox.getBannerTargeting", cancel);
        var ruledChannels = await RuledAsync(channels, "channelId", "ox.getChannelTargeting", cancel);
        // This comes last: while its database goes away the ad server calls anything unknown, and only one that is well after it is believed
        var actsAsManager = await ActsAsManagerAsync(agencies, cancel);
        return new(agencies, websites, zones, advertisers, campaigns, ruledBanners, ruledChannels) { Told = told, ActsAsManager = actsAsManager };
    }

    private async Task<(ReviveRow[] Advertisers, ReviveRow[] Campaigns)> CampaignsAsync(ReviveRow[] agencies, CancellationToken cancel)
    {
        var (advertisers, campaigns) = (new List<ReviveRow>(), new List<ReviveRow>());
        foreach (var agency in agencies)
        {
            var own = await BelowAsync(manager, [agency], "agencyId", "ox.getAdvertiserListByAgencyId", "advertiserId", cancel);
            advertisers.AddRange(own);
            campaigns.AddRange(await BelowAsync(manager, own, "advertiserId", "ox.getCampaignListByAdvertiserId", "campaignId", cancel));
        }
        return (Ordered(advertisers, "advertiserId"), Ordered(campaigns, "campaignId"));
    }

    /// <summary>Whether the user's default account, as which a session begins, is a manager's.</summary>
    private async Task<bool> ActsAsManagerAsync(ReviveRow[] agencies, CancellationToken cancel)
    {
        var users = await ListAsync(administrator, "ox.getUserList", id: null, cancel);
        return users.FirstOrDefault(user => user.Text("username") == api.User)?.Whole("defaultAccountId") is { } account
            && agencies.Any(agency => agency.Whole("accountId") == account);
    }

    // Asked anew by each pull, since a plugin can be installed and removed while the session goes on
    private async Task<ReviveRow[]?> ToldAsync(CancellationToken cancel)
    {
        if (await administrator.HasAsync(api, PluginMethod, cancel)) return await ListAsync(administrator, PluginMethod, AllZones, cancel);
        if (api.Links.Count > 0) return null;
        throw new ReviveFailure(new(AdServerOutcome.Refused,
            "its API does not tell which campaigns are linked to which zones: say it in AdServer:ReviveApi:Links, or install the CometAdTag plugin in the ad server"));
    }

    private async Task<ReviveRow[]> BelowAsync(ReviveSession session, ReviveRow[] parents, string parentId, string method, string idOf, CancellationToken cancel)
    {
        var lists = await EachAsync(parents, (parent, token) => ListAsync(session, method, parent.Id(parentId), token), cancel);
        return Ordered(lists.SelectMany(list => list), idOf);
    }

    private async Task<ReviveRuled[]> RuledAsync(ReviveRow[] rows, string idOf, string method, CancellationToken cancel)
    {
        var ruled = await EachAsync(rows, async (row, token) =>
            await administrator.AskAsync(api, method, row.Id(idOf), token) is { } rules ? new ReviveRuled(row, ReviveRow.ListOf(rules, method)) : null, cancel);
        return [.. ruled.OfType<ReviveRuled>()];
    }

    private async Task<ReviveRow[]> ListAsync(ReviveSession session, string method, long? id, CancellationToken cancel) =>
        await session.AskAsync(api, method, id, cancel) is { } list ? ReviveRow.ListOf(list, method) : [];

    private async Task<TResult[]> EachAsync<TResult>(ReviveRow[] rows, Func<ReviveRow, CancellationToken, Task<TResult>> ask, CancellationToken cancel)
    {
        var results = new TResult[rows.Length];
        await Parallel.ForAsync(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = api.MaxConcurrency, CancellationToken = cancel },
            async (index, token) => results[index] = await ask(rows[index], token));
        return results;
    }

    /// <summary>Each once: what is moved while it is read can be in two lists.</summary>
    private static ReviveRow[] Ordered(IEnumerable<ReviveRow> rows, string idOf) => [.. rows.DistinctBy(row => row.Id(idOf)).OrderBy(row => row.Id(idOf))];
}
