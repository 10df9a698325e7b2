using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>
/// A stand-in for Revive: speaks its XML-RPC API from what is in memory, as the recordings show it, with its faults, its sessions, and a
/// database that can be away. Before any call a test can do something, and instead of an answer give another one.
/// </summary>
internal sealed class AdServerDouble : IAsyncDisposable
{
    public const string User = "comet", Password = "p&<ä>ss";

    private readonly FeedServer server;
    private readonly ConcurrentDictionary<string, bool> sessions = [];
    private readonly ConcurrentQueue<(string Method, RequestDelegate Answer)> instead = [];
    private int made;

    private AdServerDouble(FeedServer server) => this.server = server;

    public string Url => new Uri(new Uri(server.Url), "/www/api/v2/xmlrpc/").ToString();

    public List<AdServerRow> Agencies { get; } = [new(("agencyId", 1), ("accountId", 2), ("agencyName", "Default manager"), ("status", 0))];
    public List<AdServerRow> Users { get; } = [new(("userId", 1), ("username", User), ("defaultAccountId", 2))];
    public List<AdServerRow> Websites { get; } = [];
    public List<AdServerRow> Zones { get; } = [];
    public List<AdServerRow> Advertisers { get; } = [];
    public List<AdServerRow> Campaigns { get; } = [];
    public List<AdServerRow> Banners { get; } = [];
    public List<AdServerRow> Channels { get; } = [];
    public Dictionary<int, List<AdServerRow>> BannerRules { get; } = [];
    public Dictionary<int, List<AdServerRow>> ChannelRules { get; } = [];

    /// <summary>campaignId, day, hour, impressions and clicks.</summary>
    public List<AdServerRow> Statistics { get; } = [];

    /// <summary>What the plugin tells; null while it is not installed.</summary>
    public List<AdServerRow>? Links { get; set; }

    public bool DatabaseIsAway { get; set; }

    /// <summary>The methods that were called, in their order.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>Done before a call is answered, with its method.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public static async Task<AdServerDouble> StartAsync()
    {
        var one = new AdServerDouble(await FeedServer.StartAsync());
        one.server.Then(one.AnswerAsync);
        return one;
    }

    /// <summary>The next call of this method gets another answer, once.</summary>
    public void Instead(string method, RequestDelegate answer) => instead.Enqueue((method, answer));

    public void ExpireSessions() => sessions.Clear();

    public int Count(string method) => Calls.Count(call => call == method);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path.Value is "/www/api/v2/xmlrpc")
        {
            context.Response.Redirect(context.Request.Path + "/", permanent: true);
            return;
        }
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (body.Length == 0)
        {
            await WriteAsync(context, Fault(105, "XML error: Invalid document end at line 1"));
            return;
        }
        var call = XDocument.Parse(Encoding.UTF8.GetString(body.ToArray())).Root!;
        var method = call.Element("methodName")!.Value;
        Calls.Enqueue(method);
        await Before(method);
        if (instead.TryPeek(out var next) && next.Method == method && instead.TryDequeue(out next)) await next.Answer(context);
        else await WriteAsync(context, Answer(method, [.. call.Descendants("value").Select(value => value.Value)]));
    }

    private static Task WriteAsync(HttpContext context, string xml)
    {
        context.Response.ContentType = xml.StartsWith("<?xml", StringComparison.Ordinal) ? "text/xml; charset=UTF-8" : "text/html; charset=UTF-8";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(xml)).AsTask();
    }

    private string Answer(string method, string[] given) => method switch
    {
        "system.listMethods" => Value(Links is null ? ["ox.logon", "system.listMethods"] : (List<object>)["ox.logon", "comet.getLinks", "system.listMethods"]),
        "ox.logon" when DatabaseIsAway => Fault(99999, "DB_DataObject Error: No Keys available for session", prolog: ""),
        "ox.logon" when given is not [User, Password] => Fault(801, "The username and/or password were not correct. Please try again."),
        "ox.logon" => Value(NewSession()),
        _ when DatabaseIsAway || !sessions.ContainsKey(given[0]) => Fault(801, "Session ID is invalid"),
        "ox.getAgencyList" => Value(AsAdministrator(given[0], Agencies)),
        "ox.getUserList" => Value(AsAdministrator(given[0], Users)),
        "ox.getChannelListByAgencyId" => Value(AsAdministrator(given[0], Below(Channels, "agencyId", given[1]))),
        "ox.getPublisherListByAgencyId" => List(Agencies, Websites, "agencyId", "agency", given[1]),
        "ox.getZoneListByPublisherId" => List(Websites, Zones, "publisherId", "publisher", given[1]),
        "ox.getAdvertiserListByAgencyId" => List(Agencies, Advertisers, "agencyId", "agency", given[1]),
        "ox.getCampaignListByAdvertiserId" => List(Advertisers, [.. Campaigns.Select(row => Dated(row, given[0]))], "advertiserId", "advertiser", given[1]),
        "ox.getBannerListByCampaignId" => List(Campaigns, Banners, "campaignId", "campaign", given[1]),
        "ox.getBannerTargeting" => Rules(Banners, BannerRules, "bannerId", "banner", given[1]),
        "ox.getChannelTargeting" => Rules(Channels, ChannelRules, "channelId", "channel", given[1]),
        "ox.campaignHourlyStatistics" => Hours(given[1], Day(given[2]), Day(given[3])),
        "comet.getLinks" when Links is { } links && given[1] == "0" => Value(links),
        _ => Fault(1, "Unknown method"),
    };

    private string NewSession()
    {
        var session = Interlocked.Increment(ref made).ToString("x32", CultureInfo.InvariantCulture);
        sessions[session] = false;
        return session;
    }

    /// <summary>The session acts as the administrator from here on.</summary>
    private List<AdServerRow> AsAdministrator(string session, List<AdServerRow> rows)
    {
        sessions[session] = true;
        return rows;
    }

    /// <summary>The administrator is an hour behind the manager, where the day begins on the day before.</summary>
    private AdServerRow Dated(AdServerRow campaign, string session) =>
        sessions[session] && campaign["startDate"] is DateTime start ? campaign.With("startDate", start.AddDays(-1)) : campaign;

    private static string List(List<AdServerRow> parents, List<AdServerRow> rows, string key, string kind, string id) =>
        parents.Any(parent => parent.Is(key, id)) ? Value(Below(rows, key, id)) : Fault(801, $"Unknown {kind}Id Error");

    /// <summary>Whole days, as it was asked for.</summary>
    private string Hours(string campaign, DateTime from, DateTime to) => Campaigns.Any(row => row.Is("campaignId", campaign))
        ? Value(Statistics.Where(row => row.Is("campaignId", campaign) && row["day"] is DateTime day && day >= from && day <= to).Select(row => row.Without("campaignId")).ToList())
        : Fault(801, "Unknown campaignId Error");

    private static DateTime Day(string text) => DateTime.ParseExact(text, "yyyyMMdd'T00:00:00'", CultureInfo.InvariantCulture);

    private static string Rules(List<AdServerRow> owners, Dictionary<int, List<AdServerRow>> rules, string key, string kind, string id) => owners.Any(owner => owner.Is(key, id))
        ? Value(rules.GetValueOrDefault(int.Parse(id, CultureInfo.InvariantCulture), []))
        : Fault(801, $"Unknown {kind}Id Error");

    private static List<AdServerRow> Below(List<AdServerRow> rows, string key, string id) => [.. rows.Where(row => row.Is(key, id))];

    private static string Value(object value) =>
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<methodResponse>\n<params>\n<param>\n<value>{AdServerRow.Xml(value)}</value>\n</param>\n</params>\n</methodResponse>";

    private static string Fault(int code, string text, string prolog = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") =>
        $"{prolog}<methodResponse>\n<fault>\n  <value>\n    {AdServerRow.Xml(new AdServerRow(("faultCode", code), ("faultString", text)))}\n  </value>\n</fault>\n</methodResponse>";
}
