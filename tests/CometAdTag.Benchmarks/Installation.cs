using System.Globalization;
using System.Text.Json;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Benchmarks;

/// <summary>
/// A made-up ad server: campaigns of all tiers with goals, flights and caps, half of the creatives with delivery rules and half with a
/// frequency cap of their own or their campaign's. The same numbers always give the same one.
/// </summary>
internal sealed class Installation(int campaigns, int creatives, int zones)
{
    /// <summary>Each zone has two creatives of each of 25 campaigns.</summary>
    public const int Linked = 50;

    private readonly Random random = new(5);

    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static Snapshot Snapshot(byte[] feed)
    {
        var reading = CampaignFeed.Read(feed);
        return reading.Snapshot ?? throw new InvalidOperationException(string.Join('\n', reading.Errors));
    }

    public byte[] Feed() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        version = 1,
        generatedAt = Now,
        timeZone = "Europe/Paris",
        adServer = new { name = "made up", imageBase = "https://images.test/" },
        websites = new[] { new { id = 1, name = "Website", origins = new[] { "https://page.test" } } },
        zones = Enumerable.Range(1, zones).Select(Zone),
        channels = Array.Empty<object>(),
        campaigns = Enumerable.Range(1, campaigns).Select(Campaign),
        creatives = Enumerable.Range(0, creatives).Select(Creative),
        links = Enumerable.Range(1, zones).SelectMany(Links),
    });

    private static object Zone(int id) =>
        new { id, website = 1, name = $"Zone {id}", width = 300, height = 250, cap = id % 10 == 0 ? new { session = 40 } : null };

    private object Campaign(int id)
    {
        var tier = Tier(id);
        var isContract = tier == "contract";
        var goal = isContract ? random.Next(8) : 8;
        var (start, end) = (random.Next(-20, -1), random.Next(2, 30));
        // One in twenty is over or has yet to begin
        if (random.Next(20) == 0) (start, end) = random.Next(2) == 0 ? (-20, -2) : (2, 30);
        var booked = goal < 5 ? random.Next(5_000, 60_000) : 0;
        return new
        {
            id,
            advertiser = $"Advertiser {id % 60}",
            name = $"Campaign {id}",
            tier,
            priority = isContract ? random.Next(1, 11) : 0,
            weight = random.Next(1, 10),
            status = Status(),
            start = Day(start),
            end = Day(end),
            booked = booked > 0 ? new { impressions = booked } : null,
            delivered = booked > 0 ? new { impressions = booked * random.Next(0, 101) / 100 } : null,
            daily = goal is 5 or 6 ? new { impressions = random.Next(300, 4_000) } : null,
            cap = id % 4 == 0 ? Cap() : null,
            ecpm = tier == "ecpm" ? random.Next(1, 400) / 100m : (decimal?)null,
            companion = id % 50 == 7,
            exclusive = id % 25 == 1,
        };
    }

    private object Creative(int number)
    {
        var (campaign, among) = ((number % campaigns) + 1, number / campaigns);
        return new
        {
            id = 10_000 + number,
            campaign,
            name = $"Creative {number}",
            type = number % 3 == 0 ? "html" : "image",
            image = number % 3 == 0 ? null : $"https://images.test/{number}.png",
            html = number % 3 == 0 ? $"<a href=\"{{clickurl}}\"><img src=\"https://images.test/{number}.png\" alt=\"\"></a>" : null,
            destination = $"https://shop.test/{number}",
            width = 300,
            height = random.Next(50) == 0 ? 600 : 250,
            weight = random.Next(1, 5),
            status = Status(),
            cap = campaign % 4 == 2 ? Cap() : null,
            rules = (campaign + among) % 2 == 0 ? Enumerable.Range(0, random.Next(1, 4)).Select(_ => Rule()).ToArray() : null,
        };
    }

    private IEnumerable<object> Links(int zone)
    {
        var perCampaign = creatives / campaigns;
        // One in five zones has no remnant campaigns, so that eCPM has its turn
        var some = Enumerable.Range(1, campaigns).Where(campaign => zone % 5 != 0 || Tier(campaign) != "remnant").ToArray();
        random.Shuffle(some);
        return some.Take(Linked / 2).SelectMany(campaign =>
        {
            var first = random.Next(perCampaign);
            return new[] { first, (first + 1) % perCampaign }.Select(among => new { zone, creative = 10_000 + campaign - 1 + (among * campaigns) });
        });
    }

    private static string Tier(int campaign) => (campaign % 100) switch { 0 => "override", < 45 => "contract", < 85 => "remnant", _ => "ecpm" };

    private string Status() => random.Next(25) == 0 ? "paused" : "running";

    private object Cap() => random.Next(4) switch
    {
        0 => new { total = random.Next(1, 8) },
        1 => new { session = random.Next(1, 4) },
        2 => new { total = random.Next(1, 4), seconds = 3_600 },
        _ => new { seconds = 120 },
    };

    private object Rule()
    {
        var (type, comparison, data) = random.Next(9) switch
        {
            0 => ("Site:Pageurl", "=~", $"/section-{random.Next(6)}"),
            1 => ("Site:Pageurl", "!~", $"/section-{random.Next(6)}"),
            2 => ("Site:Pageurl", "=x", $"section-[{random.Next(3)}-{random.Next(3, 6)}]/.*html$"),
            3 => ("Site:Variable", "==", $"team|team{random.Next(4)}"),
            4 => ("Client:Language", "=~", random.Next(2) == 0 ? "en,fr" : "de,nl"),
            5 => ("Client:Ip", "!=", $"10.{random.Next(8)}.*.*"),
            6 => ("Geo:Country", "=~", random.Next(2) == 0 ? "FR,BE,CH" : "GB,IE"),
            7 => ("Time:Hour", "=~", random.Next(2) == 0 ? "8,9,10,11,12,13,14@Europe/Paris" : "18,19,20,21,22@Europe/Paris"),
            _ => ("Client:Useragent", "=~", random.Next(2) == 0 ? "firefox" : "chrome"),
        };
        return new { logical = random.Next(3) == 0 ? "or" : "and", type = $"deliveryLimitations:{type}", comparison, data };
    }

    private static string Day(int from) => Now.AddDays(from).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
