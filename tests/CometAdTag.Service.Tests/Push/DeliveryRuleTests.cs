using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>Delivery rules on open pages: what a page says, what its request says, and what the edge says.</summary>
public sealed class DeliveryRuleTests : IAsyncLifetime
{
    private const string Sports = RunningService.Origin + "/sports";

    private readonly RunningService service = RunningService.Start(data: null, ("Viewers:GeoHeaders:Country", "X-Country"));

    public Task InitializeAsync() => Campaigns(RulesFeed.With(
        $"[{RulesFeed.Row("Site:Source", "==", "vip")}]", $"[{RulesFeed.Row("Site:Channel", "=~", "7")}]",
        $$"""[ { "id": 7, "rules": [ {{RulesFeed.Row("Site:Pageurl", "=~", "sports")}}, {{RulesFeed.Row("Site:Variable", "==", "section|sport", "or")}} ] } ]"""));

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Theory, OnEachTransport]
    public async Task A_page_gets_what_its_source_passes_and_a_new_url_changes_what_comes_next(string transport)
    {
        await using var page = await TestPage.Open(service, transport, say => say.Source = "vip", "a:5");
        var first = await page.Ad("a");
        Assert.Equal("500", first.Text("creative"));
        await page.Show(first);

        await page.Navigate(Sports);
        service.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal("501", (await page.Ad("a")).Text("creative"));
    }

    [Theory, OnEachTransport]
    public async Task What_a_slot_asks_for_by_itself_holds_for_that_slot_alone_and_outweighs_the_page(string transport)
    {
        await using var page = await TestPage.Open(service, transport, say => (say.Source, say.Variables["section"]) = ("other", "news"), "a:5?source=vip", "b:5?section=sport", "c:5");
        Assert.Equal("500", (await page.Ad("a")).Text("creative"));
        Assert.Equal("501", (await page.Ad("b")).Text("creative"));
        Assert.Equal("c rules", await page.Next("empty") is var empty ? $"{empty.Text("slot")} {empty.Text("reason")}" : "");
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_passes_no_rules_is_told_so_and_gets_a_creative_once_it_does(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:5");
        Assert.Equal("rules", (await page.Next("empty")).Text("reason"));
        Assert.Equal(1, await service.Metric("comet_passbacks_total", "reason=\"rules\""));

        page.Variables["section"] = "Sport";
        await page.Change(new() { ["variables"] = new JsonObject { ["section"] = "Sport" } });

        Assert.Equal("501", (await page.Ad("a")).Text("creative"));
    }

    [Fact]
    public async Task New_campaigns_bring_their_rules_to_open_pages()
    {
        await using var page = await TestPage.Open(service, "socket", "a:5");
        await page.Next("empty");

        await Campaigns(RulesFeed.With($"[{RulesFeed.Row("Site:Source", "==", "")}]", $"[{RulesFeed.Row("Site:Source", "==", "vip")}]"));

        Assert.Equal("500", (await page.Ad("a")).Text("creative"));
    }

    [Fact]
    public async Task A_rule_on_the_hour_lets_pass_in_its_hour()
    {
        await Campaigns(RulesFeed.With($"[{RulesFeed.Row("Time:Hour", "=~", "14@Europe/Paris")}]", $"[{RulesFeed.Row("Time:Hour", "!~", "14@Europe/Paris")}]"));
        await using var page = await TestPage.Open(service, "socket", "a:5");
        var before = await page.Ad("a");
        Assert.Equal("501", before.Text("creative"));
        await page.Show(before);

        service.Clock.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal("500", (await page.Ad("a")).Text("creative"));
    }

    [Theory]
    [InlineData("Client:Ip", "127.0.0.*", "Client:Language", "en"), InlineData("Client:Language", "de", "Client:Useragent", "curl")]
    [InlineData("Client:OsVersion", "Linux|", "Client:OsVersion", "Windows|")]
    public async Task What_the_request_says_of_the_viewer_decides(string passed, string data, string failed, string other)
    {
        await Campaigns(RulesFeed.With($"[{Row(passed, data)}]", $"[{Row(failed, other)}]"));
        foreach (var transport in TestPage.Transports)
        {
            await using var page = await TestPage.Open(service, transport, "a:5");
            Assert.Equal("500", (await page.Ad("a")).Text("creative"));
        }

        static string Row(string type, string data) => RulesFeed.Row(type, type switch { "Client:Ip" => "==", "Client:OsVersion" => "nn", _ => "=~" }, data);
    }

    [Theory]
    [InlineData("FR", "500"), InlineData("US", "501"), InlineData(null, "501")]
    public async Task What_the_edge_says_of_the_country_decides(string? country, string creative)
    {
        await Campaigns(RulesFeed.With($"[{RulesFeed.Row("Geo:Country", "=~", "FR,BE")}]", $"[{RulesFeed.Row("Geo:Country", "!~", "FR,BE")}]"));
        using var client = service.Page();
        if (country is not null) client.DefaultRequestHeaders.Add("X-Country", country);

        using var answer = await client.PostAsync("/comet/v1/poll", new StringContent(PageSocket.HelloOf("a:5")));

        var frames = await answer.Content.ReadFromJsonAsync<JsonElement[]>();
        Assert.Equal(creative, Assert.Single(frames!, frame => frame.Text("type") == "ad").Text("creative"));
    }

    [Fact]
    public async Task A_rule_that_asks_for_more_of_a_viewer_than_was_kept_bars_its_creative_on_pages_that_are_open()
    {
        await using var older = await TestPage.Open(service, "socket", "a:5");
        await older.Next("empty");

        await Campaigns(RulesFeed.With($"[{RulesFeed.Row("Client:Language", "!~", "fr")}]", $"[{RulesFeed.Row("Site:Source", "==", "vip")}]"));
        await using var newer = await TestPage.Open(service, "socket", "a:5");

        Assert.Equal("rules", (await older.Next("empty")).Text("reason"));
        Assert.Equal("500", (await newer.Ad("a")).Text("creative"));
    }

    [Fact]
    public async Task Explain_gives_the_answer_of_each_row_for_the_page_that_is_described()
    {
        var here = await Explain($"url={Sports}&source=x&variable.section=news");
        Assert.Equal("rules", here["500"].Text("verdict"));
        Assert.Equal("""[{"row":1,"logical":"and","type":"Site:Source","comparison":"==","data":"vip","passes":false}]""", here["500"].GetProperty("rules").GetRawText());
        Assert.Equal("eligible", here["501"].Text("verdict"));

        var unknown = await Explain("source=VIP");
        Assert.Equal("eligible", unknown["500"].Text("verdict"));
        Assert.Equal("rules", unknown["501"].Text("verdict"));
        Assert.Equal("not known of this page: Url", unknown["501"].GetProperty("rules")[0].Text("problem"));
    }

    [Fact]
    public async Task Explain_says_what_cannot_be_read_and_takes_what_the_edge_would_say()
    {
        await Campaigns(RulesFeed.With($"[{RulesFeed.Row("Site:Moon", "==", "full")}]", $"[{RulesFeed.Row("Geo:Country", "=~", "FR")}, {RulesFeed.Row("Client:Ip", "==", "10.1.*.*")}]"));

        Assert.Equal("no such type of rule is known here", (await Explain("url=" + Sports))["500"].GetProperty("rules")[0].Text("problem"));
        Assert.Equal("eligible", (await Explain("geo.Country=FR&address=10.1.2.3"))["501"].Text("verdict"));
        Assert.Equal("rules", (await Explain("geo.Country=DE&address=10.1.2.3"))["501"].Text("verdict"));
    }

    [Theory]
    [InlineData("url=nowhere", "url"), InlineData("geo.Planet=Mars", "geo.Planet"), InlineData("adress=1.2.3.4", "adress")]
    public async Task Explain_refuses_what_it_does_not_understand(string query, string named)
    {
        using var admin = service.Admin();
        using var answer = await admin.GetAsync($"/api/v1/zones/5/explain?{query}");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        Assert.True(problem.GetProperty("errors").TryGetProperty(named, out _));
    }

    private async Task Campaigns(string feed)
    {
        TestFeed.WriteTo(service.Data, feed);
        using var admin = service.Admin();
        using var answer = await admin.PostAsync("/api/v1/campaigns/pull?force=true", null);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<Dictionary<string, JsonElement>> Explain(string query)
    {
        using var admin = service.Admin();
        var explained = await admin.GetFromJsonAsync<JsonElement>($"/api/v1/zones/5/explain?{query}");
        return explained.GetProperty("creatives").EnumerateArray().ToDictionary(each => each.Text("creative"));
    }
}
