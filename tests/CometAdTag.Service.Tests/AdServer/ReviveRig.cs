using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>
/// A small Revive: website 1 with zones 1 (728x90), 2 (300x250) and 3, which is chained to 2; campaign 1 is a contract with banner 1 in
/// zone 1, campaign 2 a remnant with the banners 2 and 3 (with a rule) in zone 2; and what pulls it, with all of that linked.
/// </summary>
internal sealed class ReviveRig : IAsyncDisposable
{
    private readonly TempFolder folder = new();

    private ReviveRig(AdServerDouble revive)
    {
        Revive = revive;
        Options = new()
        {
            Source = "revive-api",
            ReviveApi = new()
            {
                Url = revive.Url,
                User = AdServerDouble.User,
                Password = AdServerDouble.Password,
                MaxConcurrency = 1,
                TimeZone = "Europe/Paris",
                Links = new() { ["1"] = ["campaign:1"], ["2"] = ["campaign:2"] },
            },
        };
        Pulls = new(Options, folder);
    }

    public AdServerDouble Revive { get; }
    public AdServerOptions Options { get; }
    public PullRig Pulls { get; private set; }

    /// <summary>Creatives by zone, as they are served: "1: 1; 2: 2 3".</summary>
    public string Served => string.Join("; ", Pulls.Snapshots.Current.Zones.Values.OrderBy(zone => zone.Id, StringComparer.Ordinal)
        .Select(zone => $"{zone.Id}: {string.Join(' ', Pulls.Snapshots.Current.LinkedTo(zone).Select(creative => creative.Id).Order(StringComparer.Ordinal))}"));

    public static AdServerRow Zone(int id, int width, int height) => new(
        ("zoneId", id), ("publisherId", 1), ("zoneName", $"Zone {id}"), ("type", 0), ("width", width), ("height", height),
        ("capping", 0), ("sessionCapping", 0), ("block", 0), ("append", ""), ("prepend", ""));

    public static AdServerRow Campaign(int id, int priority, int weight) => new(
        ("campaignId", id), ("advertiserId", 1), ("campaignName", $"Campaign {id}"), ("impressions", -1), ("clicks", -1), ("priority", priority), ("weight", weight),
        ("targetImpressions", 0), ("targetClicks", 0), ("targetConversions", 0), ("capping", 0), ("sessionCapping", 0), ("block", 0));

    public static AdServerRow Banner(int id, int campaign, int width, int height) => new(
        ("bannerId", id), ("campaignId", campaign), ("bannerName", $"Banner {id}"), ("storageType", "html"), ("imageURL", ""), ("htmlTemplate", $"<b>{id}</b>"),
        ("width", width), ("height", height), ("weight", 1), ("target", ""), ("url", $"http://shop.test/{id}"), ("bannerText", ""), ("status", 0),
        ("capping", 0), ("sessionCapping", 0), ("block", 0), ("alt", ""), ("filename", ""), ("append", ""), ("prepend", ""));

    public static AdServerRow Rule(string type, string data) => new(("logical", "and"), ("type", type), ("comparison", "=~"), ("data", data));

    public static async Task<ReviveRig> StartAsync()
    {
        var revive = await AdServerDouble.StartAsync();
        revive.Websites.Add(new(("publisherId", 1), ("agencyId", 1), ("publisherName", "Page"), ("website", "http://page.test/")));
        revive.Zones.AddRange([Zone(1, 728, 90), Zone(2, 300, 250), Zone(3, 300, 250).With("chainedZoneId", 2)]);
        revive.Advertisers.Add(new(("advertiserId", 1), ("agencyId", 1), ("advertiserName", "Acme")));
        revive.Campaigns.AddRange(
        [
            Campaign(1, 5, 0).With(("startDate", new DateTime(2026, 11, 17)), ("endDate", new DateTime(2026, 12, 22)), ("impressions", 1000)),
            Campaign(2, 0, 3),
        ]);
        revive.Banners.AddRange([Banner(1, 1, 728, 90), Banner(2, 2, 300, 250), Banner(3, 2, 300, 250)]);
        revive.BannerRules[3] = [Rule("deliveryLimitations:Site:Channel", "7")];
        revive.Channels.Add(new(("channelId", 7), ("agencyId", 1), ("channelName", "Sports")));
        revive.ChannelRules[7] = [Rule("deliveryLimitations:Site:Pageurl", "sports")];
        return new(revive);
    }

    public Task<PullResult> PullAsync() => Pulls.PullAsync();

    /// <summary>Pulls, turning the clock by each pause between two attempts.</summary>
    public Task<PullResult> PullPatientlyAsync() => Pulls.Clock.TurnUntilAsync(PullAsync());

    /// <summary>The service after a restart, on the same disk.</summary>
    public void Restart()
    {
        Pulls.Dispose();
        Pulls = new(Options, folder);
        Pulls.Pull.Restore();
    }

    public async ValueTask DisposeAsync()
    {
        Pulls.Dispose();
        await Revive.DisposeAsync();
        folder.Dispose();
    }
}
