using System.Net;
using System.Text.RegularExpressions;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

public sealed partial class ClickTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly RunningService service = shared.Service;

    [Fact]
    public async Task A_click_leads_to_the_destination_and_is_counted_once()
    {
        await using var page = await TestPage.Open(service, "socket", "a:4");
        var click = Click((await page.Ad("a")).Text("html"));
        var counted = await service.Metric("comet_clicks_total", "zone=\"4\"");

        Assert.Equal("http://shop.test/g", await Followed(click));
        Assert.Equal("http://shop.test/g", await Followed(click));

        Assert.Equal(counted + 1, await service.Metric("comet_clicks_total", "zone=\"4\""));
    }

    [Fact]
    public async Task A_repeated_click_is_kept_apart_as_a_duplicate()
    {
        await using var alone = RunningService.Start();
        await using var page = await TestPage.Open(alone, "socket", "a:4");
        var click = Click((await page.Ad("a")).Text("html"));
        for (var again = 0; again < 3; again++) await Followed(click);

        Assert.Equal(1, await alone.Metric("comet_clicks_total"));
        Assert.Equal(2, await alone.Metric("comet_clicks_refused_total", "reason=\"duplicate\""));
        Assert.Equal((1, 2), await Kept(alone));
    }

    [Theory]
    [InlineData(Agents.Googlebot, "bot")]
    [InlineData("", "no_agent")]
    [InlineData("Dalvik/2.1.0 (Linux; U; Android 14)", "no_agent")]
    public async Task A_click_of_no_person_leads_on_and_is_kept_apart(string agent, string reason)
    {
        await using var alone = RunningService.Start();
        await using var page = await TestPage.Open(alone, "socket", "a:4");
        var click = Click((await page.Ad("a")).Text("html"));
        using var client = Client().As(agent);
        using var response = await client.GetAsync(click);

        Assert.Equal("http://shop.test/g", response.Headers.GetValues("Location").Single());
        Assert.Equal(0, await alone.Metric("comet_clicks_total"));
        Assert.Equal(1, await alone.Metric("comet_clicks_refused_total", $"reason=\"{reason}\""));
        Assert.Equal((0, 1), await Kept(alone));

        await Followed(click);
        Assert.Equal((1, 1), await Kept(alone));
    }

    [Fact]
    public async Task A_click_on_what_was_pushed_to_no_person_is_kept_apart()
    {
        await using var alone = RunningService.Start();
        await using var page = await TestPage.Open(alone, "socket", page => page.Agent = Agents.Googlebot, "a:4");
        await Followed(Click((await page.Ad("a")).Text("html")));

        Assert.Equal(1, await alone.Metric("comet_clicks_refused_total", "reason=\"origin\""));
        Assert.Equal((0, 1), await Kept(alone));
    }

    [Fact]
    public async Task Whoever_only_looks_where_a_click_leads_does_not_click_and_a_browser_that_asks_ahead_has_to_ask_again()
    {
        await using var alone = RunningService.Start();
        await using var page = await TestPage.Open(alone, "socket", "a:4");
        var click = Click((await page.Ad("a")).Text("html"));
        using var client = Client();
        using var head = await client.SendAsync(new(HttpMethod.Head, click));
        Assert.Equal((HttpStatusCode.Found, "http://shop.test/g"), (head.StatusCode, head.Headers.GetValues("Location").Single()));

        foreach (var (name, purpose) in new[] { ("Sec-Purpose", "prefetch"), ("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"), ("X-Purpose", "preview"), ("X-Moz", "prefetch") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, click);
            request.Headers.Add(name, purpose);
            using var ahead = await client.SendAsync(request);
            await ahead.IsRefused(HttpStatusCode.ServiceUnavailable, "prefetch");
            Assert.Null(ahead.Headers.Location);
        }
        Assert.Equal(0, await alone.Metric("comet_clicks_total"));
        Assert.Equal(0, await alone.Metric("comet_clicks_refused_total"));
        await Followed(click);
        Assert.Equal(1, await alone.Metric("comet_clicks_total"));
    }

    [Theory]
    [InlineData("http://evil.test/x?to=http://evil.test&s=1")]
    [InlineData("https://evil.test")]
    [InlineData("http%3A%2F%2Fevil.test%2F")]
    [InlineData("https%253A%252F%252Fevil.test")]
    [InlineData("HTTPS://evil.test")]
    [InlineData("http:\\\\evil.test")]
    public async Task What_another_ad_server_put_behind_a_click_is_not_followed_and_the_creatives_own_destination_is(string appended)
    {
        await using var page = await TestPage.Open(service, "socket", "a:4");
        var click = Click((await page.Ad("a")).Text("html"));
        var counted = await service.Metric("comet_clicks_total", "zone=\"4\"");

        Assert.Equal("http://shop.test/g", await Followed(click + appended));

        Assert.Equal(counted + 1, await service.Metric("comet_clicks_total", "zone=\"4\""));
    }

    [Theory]
    [InlineData("//evil.test")]
    [InlineData("javascript:alert(1)")]
    [InlineData("%0d%0aLocation:%20http://evil.test")]
    [InlineData("/../../evil.test")]
    [InlineData("%5C%5Cevil.test")]
    [InlineData("?to=//evil.test")]
    [InlineData("?to=%2F%5Cevil.test&s=AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("?to=javascript:alert(1)&s=")]
    [InlineData("?to=http://shop.test/g%0d%0aSet-Cookie:a=b")]
    public async Task What_is_no_click_leads_nowhere(string appended)
    {
        await using var page = await TestPage.Open(service, "socket", "a:4");
        using var client = Client();
        using var response = await client.GetAsync(Click((await page.Ad("a")).Text("html")) + appended);

        Assert.InRange((int)response.StatusCode, 400, 499);
        Assert.Null(response.Headers.Location);
    }

    [Fact]
    public async Task A_destination_beyond_ASCII_is_one_that_a_header_can_carry()
    {
        await using var page = await TestPage.Open(service, "socket", "a:5", "b:5");
        var clicks = await Task.WhenAll(new[] { await page.Ad("a"), await page.Ad("b") }.Select(ad => Followed(Click(ad.Text("html")))));

        Assert.Equal(["http://shop.test/h?q=%C3%BC", "http://shop.test/i"], clicks.Order());
    }

    [Fact]
    public async Task Links_inside_HTML_creatives_lead_to_exactly_where_they_led()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:1", "c:1", "d:1");
        var htmls = new List<string>();
        foreach (var slot in new[] { "a", "b", "c", "d" }) htmls.Add((await page.Ad(slot)).Text("html"));

        var link = Assert.Single(htmls, html => html.StartsWith("<a href=\"http://127", StringComparison.Ordinal) && html.Contains("?to=", StringComparison.Ordinal));
        var script = Assert.Single(htmls, html => html.StartsWith("<script>", StringComparison.Ordinal));
        Assert.Equal("http://shop.test/c?x=1&y=2", await Followed(Click(link)));
        Assert.Equal("http://shop.test/d", await Followed(Click(script)));
        Assert.Matches(@"c \d+</a>$", link);
    }

    [Fact]
    public async Task Nothing_that_was_not_signed_is_redirected_to()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:1", "c:1", "d:1");
        var signed = "";
        foreach (var slot in new[] { "a", "b", "c", "d" })
            if ((await page.Ad(slot)).Text("html") is var html && html.Contains("shop.test%2Fd", StringComparison.Ordinal)) signed = Click(html);
        var token = signed[(signed.IndexOf("/click/", StringComparison.Ordinal) + 7)..signed.IndexOf('?', StringComparison.Ordinal)];

        foreach (var altered in new[]
        {
            signed.Replace("shop.test", "evil.test", StringComparison.Ordinal),
            signed.Replace("&s=", "&s=A", StringComparison.Ordinal),
            signed[..signed.IndexOf("&s=", StringComparison.Ordinal)],
            signed + "&to=http%3A%2F%2Fevil.test",
            signed.Replace(token, token[..^3] + "AAA", StringComparison.Ordinal),
            signed.Replace(token, "x", StringComparison.Ordinal),
        })
        {
            using var client = Client();
            using var response = await client.GetAsync(altered);
            Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{altered} gives {response.StatusCode}");
            Assert.Null(response.Headers.Location);
        }
    }

    [Theory]
    [InlineData(24.1)]
    [InlineData(24 * 29)]
    [InlineData(-2)]
    public async Task A_token_of_another_time_leads_on_and_is_not_counted(double hours)
    {
        await using var alone = RunningService.Start();
        await using var page = await TestPage.Open(alone, "socket", "a:4");
        var click = Click((await page.Ad("a")).Text("html"));

        var now = alone.Clock.GetUtcNow();
        alone.Clock.AdjustTime(now.AddHours(hours));

        Assert.Equal("http://shop.test/g", await Followed(click));
        Assert.Equal(0, await alone.Metric("comet_clicks_total"));
        Assert.Equal(1, await alone.Metric("comet_clicks_refused_total", hours > 0 ? "reason=\"expired\"" : "reason=\"impossible_time\""));
        Assert.Equal(1, (await Kept(alone)).Refused);
    }

    [Fact]
    public async Task An_address_that_clicks_too_much_is_led_on_and_not_counted()
    {
        await using var alone = RunningService.Start(data: null, ("Pages:RequestsPerAddress", "1"));
        var slots = Enumerable.Range(0, 40).Select(at => $"s{at}").ToArray();
        await using var page = await TestPage.Open(alone, "socket", [.. slots.Select(slot => $"{slot}:4")]);
        foreach (var slot in slots) Assert.Equal("http://shop.test/g", await Followed(Click((await page.Ad(slot)).Text("html"))));

        Assert.InRange(await alone.Metric("comet_clicks_total"), 1, 39);
        Assert.Equal(40, await alone.Metric("comet_clicks_total") + await alone.Metric("comet_clicks_refused_total", "reason=\"rate\""));
    }

    [Fact]
    public async Task A_creative_that_left_the_campaigns_still_leads_on()
    {
        await using var alone = RunningService.Start(data: null, ("AdServer:MaxShrink", "1"));
        await using var page = await TestPage.Open(alone, "socket", "a:4", "z:3");
        var click = Click((await page.Ad("a")).Text("html"));

        TestFeed.WriteTo(alone.Data, TestFeed.Without400);
        alone.Clock.Advance(TimeSpan.FromSeconds(30));
        await page.Ad("z");

        Assert.Equal("http://shop.test/g", await Followed(click));
    }

    private static HttpClient Client() => new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }).As(RunningService.UserAgent);

    private static async Task<string> Followed(string click)
    {
        using var client = Client();
        using var response = await client.GetAsync(click);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return response.Headers.GetValues("Location").Single();
    }

    /// <summary>What the ledger counts.</summary>
    private static async Task<(int Clicks, int Refused)> Kept(RunningService service)
    {
        var rows = await service.Report("zone");
        return (rows.Sum(row => row.GetProperty("clicks").GetInt32()), rows.Sum(row => row.GetProperty("refused").GetInt32()));
    }

    private static string Click(string html) => WebUtility.HtmlDecode(Address().Match(html).Value);

    [GeneratedRegex("""http://127\.0\.0\.1:\d+/comet/v1/click/[^"']+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Address();
}
