using System.Text.Json.Nodes;

namespace CometAdTag.Browser.Tests.Publisher;

/// <summary>The campaigns of the tests: one website, whose zones differ in what may rotate them.</summary>
internal static class Feed
{
    /// <summary>The least time of a creative in a slot, for every trigger.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly string[] Zones = ["timer", "event", "still", "all", "5", "6"];

    /// <summary>Each has the one creative of the same name, which does that.</summary>
    private static readonly string[] Failing = ["throws", "loops", "leaves", "heavy"];

    /// <summary>Keeps what SafeFrame told it at once, and everything that it told later.</summary>
    private const string Framed =
        """
        <div style="width:300px;height:250px;background:linen">Where am I?</div>
        <script>
          window.told = [];
          $sf.ext.register(300, 250, (status, data) => told.push({ status, data, at: performance.now() }));
          window.first = { geom: $sf.ext.geom(), inView: $sf.ext.inViewPercentage() };
        </script>
        """;

    /// <summary>Which triggers rotate which zone, as arguments of the service; "all" leaves all of them.</summary>
    public static readonly string[] Settings =
    [
        "--Refresh:AllowShortIntervals=true", "--Refresh:Default:Interval=00:00:01", "--Refresh:Default:MaxRefreshes=0",
        "--Refresh:Zones:timer:Triggers=Time", "--Refresh:Zones:event:Triggers=Event", "--Refresh:Zones:still:Triggers=User",
        "--Refresh:Zones:hostile:Enabled=false", "--Refresh:Zones:image:Enabled=false", "--Refresh:Zones:html:Enabled=false",
        "--Refresh:Zones:told:Enabled=false", "--Refresh:Zones:capped:Enabled=false",
        "--Refresh:Zones:framed:Enabled=false",
        "--Refresh:Zones:5:Triggers=User", "--Refresh:Zones:6:Triggers=User",
        .. Failing.Select(zone => $"--Refresh:Zones:{zone}:Triggers=User"),
    ];

    public static string For(Uri origin)
    {
        var site = origin.GetLeftPart(UriPartial.Authority);
        var creatives = new JsonArray(
            Image("red", site), Image("green", site), Image("blue", site), Html("teal", Plain("teal")), Html("plum", Plain("plum")),
            Html("link", $"""<a id="link" href="{site}/landing/inner?a=1&amp;b=2" style="display:block;width:300px;height:250px;background:#ccc">Inner</a>"""),
            Html("told", "<p id=\"told\">{team} {target} {ct0}</p>", ("rules", new JsonArray(ForSource("sports")))),
            Html("throws", Plain("tan") + "<script>throw new Error('thrown')</script>"),
            Html("loops", Plain("red") + "<script>setTimeout(() => { for (;;); }, 200)</script>"),
            Html("heavy", Plain("black") + $"<script src='{site}/heavy'></script>"),
            Html("leaves", Plain("navy") + "<script>setTimeout(() => location.replace('about:blank'), 200)</script>"),
            Html("framed", Framed),
            Html("once", Plain("gold"), ("cap", new JsonObject { ["total"] = 1 })),
            Html("hostile", $"""<script src="{site}/hostile.js"></script><p>Hostile</p>"""));
        return new JsonObject
        {
            ["version"] = 1,
            ["generatedAt"] = "2026-11-22T00:00:00Z",
            ["timeZone"] = "UTC",
            ["adServer"] = new JsonObject { ["name"] = "Browser tests" },
            ["websites"] = new JsonArray(new JsonObject { ["id"] = "paper", ["name"] = "The paper", ["origins"] = new JsonArray(site) }),
            ["zones"] = new JsonArray([.. Zones.Concat(["image", "html", "hostile", "told", "capped", "framed", .. Failing]).Select(Zone)]),
            ["channels"] = new JsonArray(),
            ["campaigns"] = new JsonArray(Campaign("colours"), Campaign("words")),
            ["creatives"] = creatives,
            ["links"] = new JsonArray([.. Links()]),
        }.ToJsonString();

        JsonObject Html(string id, string html, params (string Name, JsonNode Value)[] more) => Creative(id, "words", site, [("type", "html"), ("html", html), .. more]);
    }

    private static IEnumerable<JsonNode> Links()
    {
        foreach (var zone in Zones)
            foreach (var creative in (string[])["red", "green", "blue", "teal", "plum"]) yield return Link(zone, creative);
        yield return Link("image", "red");
        yield return Link("html", "link");
        yield return Link("hostile", "hostile");
        yield return Link("told", "told");
        foreach (var zone in Failing) yield return Link(zone, zone);
        yield return Link("capped", "once");
        yield return Link("framed", "framed");
    }

    private static string Plain(string colour) =>
        $"""<div style="width:300px;height:250px;background:{colour}">{colour}</div>""";

    private static JsonObject ForSource(string source) =>
        new() { ["logical"] = "and", ["type"] = "Site:Source", ["comparison"] = "==", ["data"] = source };

    private static JsonObject Zone(string id) =>
        new() { ["id"] = id, ["website"] = "paper", ["name"] = id, ["width"] = 300, ["height"] = 250 };

    private static JsonObject Campaign(string id) =>
        new() { ["id"] = id, ["advertiser"] = "Invented", ["name"] = id, ["tier"] = "remnant", ["weight"] = 1, ["status"] = "running" };

    private static JsonObject Image(string id, string site) =>
        Creative(id, "colours", site, ("type", "image"), ("image", $"{site}/{id}.svg"), ("alt", id));

    private static JsonObject Link(string zone, string creative) => new() { ["zone"] = zone, ["creative"] = creative };

    private static JsonObject Creative(string id, string campaign, string site, params (string Name, JsonNode Value)[] more)
    {
        var creative = new JsonObject
        {
            ["id"] = id,
            ["campaign"] = campaign,
            ["name"] = id,
            ["destination"] = $"{site}/landing/{id}",
            ["width"] = 300,
            ["height"] = 250,
            ["weight"] = 1,
            ["status"] = "running",
        };
        foreach (var (name, value) in more) creative[name] = value;
        return creative;
    }
}
