using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>What Revive is told of the page and its viewer.</summary>
public sealed class DeliveryRequestTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private FeedServer server = null!;
    private DeliveryRig rig = null!;

    public async Task InitializeAsync()
    {
        server = await FeedServer.StartAsync();
        rig = new(new Uri(new Uri(server.Url), "/www/delivery").ToString());
        server.Then(rig.Kept("{\"revive-0-0\":{}}"u8.ToArray()));
    }

    public async Task DisposeAsync()
    {
        rig.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_page_its_referrer_source_and_variables_are_passed_on()
    {
        await rig.AskAsync(DeliveryRig.Request("7", "8") with
        {
            Url = "https://example.test/naïve page?a=1&b=2#c",
            Referrer = "https://ref.test/?q=x y",
            Source = "vip&more",
            Variables = new Dictionary<string, string> { ["section"] = "sport & jeux", ["empty"] = "" },
        });
        var (path, query, headers) = Assert.Single(rig.Asked);
        Assert.Equal("/www/delivery/asyncspc.php", path);
        Assert.Equal(
            [("zones", "7|8"), ("prefix", "revive-0-"), ("charset", "UTF-8"), ("loc", "https://example.test/naïve page?a=1&b=2#c"), ("source", "vip&more"), ("section", "sport & jeux"), ("referer", "https://ref.test/?q=x y")],
            query.Select(each => (each.Key, each.Value)));
        Assert.Equal("https", headers["X-Forwarded-Proto"]);
    }

    [Fact]
    public async Task The_viewers_address_agent_and_language_are_passed_on_and_never_logged()
    {
        server.ThenStatus(404);
        await rig.AskAsync(DeliveryRig.Request("7") with { Viewer = new("::ffff:203.0.113.9", "Mozilla/5.0 (X11)", "fr-FR, en;q=0.5") });
        await rig.AskAsync(DeliveryRig.Request("7") with { Viewer = new("203.0.113.9", "Mozilla/5.0 (X11)", "fr-FR, en;q=0.5") });
        var headers = Assert.Single(rig.Asked).Headers;
        Assert.Equal(("203.0.113.9", "Mozilla/5.0 (X11)", "fr-FR, en;q=0.5"), (headers["X-Forwarded-For"], headers["User-Agent"], headers["Accept-Language"]));
        Assert.False(headers.ContainsKey("X-Forwarded-Proto"));
        Assert.Contains("http_4xx", rig.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.9", rig.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("example.test", rig.Logs.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("é\r\nX-Evil: 1\u0001😀", "X-Evil: 1"), InlineData("", "CometAdTag")]
    public async Task A_header_that_cannot_be_sent_on_is_cut_to_what_can(string agent, string sent)
    {
        var fills = await rig.AskAsync(DeliveryRig.Request("7") with { Viewer = new("not an address\r\n", agent, new string('x', 9_000)) });
        Assert.Equal(AdServerOutcome.Ok, fills.Outcome);
        var headers = Assert.Single(rig.Asked).Headers;
        Assert.Equal((sent, 512), (headers["User-Agent"], headers["Accept-Language"].Length));
        Assert.False(headers.ContainsKey("X-Evil") || headers.ContainsKey("X-Forwarded-For"));
    }

    [Fact]
    public async Task Only_numbers_reach_Revive_and_every_other_zone_is_unknown()
    {
        server.Then(rig.Kept(DeliveryRig.Answer(Html("5"), Html("6"))));
        await rig.AskAsync(DeliveryRig.Request("1"));
        var fills = await rig.AskAsync(DeliveryRig.Request("news", "12", "0", "1|2", "", "1234567890", "12345678901", "-1", "٣", "007"));
        Assert.Equal("12|1234567890", rig.Asked.Last().Query["zones"]);
        Assert.Equal([null, "5", null, null, null, "6", null, null, null, null], fills.Fills.Select(fill => fill?.Creative));
    }

    [Fact]
    public async Task Nothing_is_asked_for_zones_that_no_Revive_can_have()
    {
        var fills = await rig.AskAsync(DeliveryRig.Request("news", "0"));
        Assert.Equal((AdServerOutcome.Ok, 2, 0), (fills.Outcome, fills.Fills.Count(fill => fill is null), rig.Asked.Count));
    }

    [Fact]
    public async Task A_variable_that_would_overwrite_Revives_own_is_left_out()
    {
        string[] own = ["zones", "prefix", "loc", "source", "block", "context", "context[]", "con.text", "bannerid", "charset", "ct0", "OAID", "OACAP", "oxfb", "OXTR", "script", "", "x y", "a&zones"];
        await rig.AskAsync(DeliveryRig.Request("7") with { Url = "", Variables = own.Append("section").Append("Target").ToDictionary(name => name, _ => "evil") });
        Assert.Equal(["Target", "charset", "prefix", "section", "zones"], Assert.Single(rig.Asked).Query.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("7", "revive-0-", "UTF-8"), (rig.Asked.First().Query["zones"], rig.Asked.First().Query["prefix"], rig.Asked.First().Query["charset"]));
    }

    [Fact]
    public async Task What_would_make_the_request_too_long_is_left_out_the_referrer_before_the_variables_before_the_page()
    {
        var zones = Enumerable.Range(1_000_000_000, 200).Select(i => $"{i}").ToArray();
        var page = "https://example.test/" + new string('p', 2_000);
        await rig.AskAsync(DeliveryRig.Request(zones) with
        {
            Url = page,
            Referrer = "https://ref.test/" + new string('r', 3_000),
            Variables = new Dictionary<string, string> { ["long"] = new('é', 2_000), ["short"] = "x" },
        });
        var query = Assert.Single(rig.Asked).Query;
        Assert.Equal((200, page, "x"), (query["zones"].Split('|').Length, query["loc"], query["short"]));
        Assert.False(query.ContainsKey("long") || query.ContainsKey("referer"));
    }

    [Fact]
    public async Task A_page_whose_address_is_too_long_is_named_without_its_query()
    {
        await rig.AskAsync(DeliveryRig.Request("7") with { Url = "https://example.test/p?q=" + new string('€', 2_000) });
        Assert.Equal("https://example.test/p", Assert.Single(rig.Asked).Query["loc"]);
        await rig.AskAsync(DeliveryRig.Request("7") with { Url = "https://example.test/" + new string('€', 2_000) });
        Assert.False(rig.Asked.Last().Query.ContainsKey("loc"));
    }

    [Fact]
    public async Task The_history_goes_as_the_cookies_that_Revives_beacons_would_have_left()
    {
        var history = (ViewerHistory.Empty with { ViewerId = "0123456789abcdef0123456789abcdef" })
            .With([new(CapLevel.Creative, "5", new(3, 2, 60)), new(CapLevel.Campaign, "4", new(0, 2, 0)), new(CapLevel.Zone, "2", new(0, 0, 60)), new(CapLevel.Zone, "news", new(1, 0, 0))], Now.AddHours(-2))
            .With([new(CapLevel.Creative, "5", new(3, 2, 60)), new(CapLevel.Creative, "9", new(7, 0, 0))], Now.AddMinutes(-1));
        await rig.AskAsync(DeliveryRig.Request("7") with { History = history });
        var (before, last) = (Now.AddHours(-2).ToUnixTimeSeconds(), Now.AddMinutes(-1).ToUnixTimeSeconds());
        Assert.Equal(
            $"OAID=0123456789abcdef0123456789abcdef; OACAP=5.2_9.1; OASCAP=5.1; OABLOCK=5.{last}_9.{last}; OACBLOCK=4.{before}; OAZBLOCK=2.{before}",
            Assert.Single(rig.Asked).Headers["Cookie"]);
    }

    [Fact]
    public async Task The_longest_history_makes_no_header_that_a_web_server_refuses()
    {
        var history = ViewerHistory.Empty with { ViewerId = new string('x', ViewerHistory.MaxViewerId) };
        for (var i = 0; i < 70; i++) history = history.With([new(CapLevel.Creative, $"{4_000_000_000L + i}", new(int.MaxValue, int.MaxValue, 60))], Now);
        await rig.AskAsync(DeliveryRig.Request("7") with { History = history });
        Assert.InRange(Assert.Single(rig.Asked).Headers["Cookie"].Length, 2_000, 8_000);
    }

    [Theory]
    [InlineData("OAID=abc; expires=Mon, 22 Nov 2027 08:06:14 GMT; path=/; SameSite=none", "abc"), InlineData("OAID=", null), InlineData("OAIDx=abc", null)]
    [InlineData("OAID=a b", null), InlineData("_OACAP[5]=1", null), InlineData("OAID=12345678901234567890123456789012345678901234567890123456789012345", null)]
    public async Task The_viewers_id_is_what_Revive_sets(string cookie, string? id)
    {
        server.Then(rig.Kept("{\"revive-0-0\":{}}"u8.ToArray(), "other=1", cookie));
        await rig.AskAsync(DeliveryRig.Request("7"));
        Assert.Equal(id, (await rig.AskAsync(DeliveryRig.Request("7"))).ViewerId);
    }

    private static string Html(string banner) => $"<b></b><img src='http://h/lg.php?bannerid={banner}&amp;campaignid=4&amp;zoneid=2&amp;cb=1'>";
}
