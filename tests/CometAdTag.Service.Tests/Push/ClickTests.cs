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
    }

    [Fact]
    public async Task An_address_that_clicks_too_much_is_led_on_and_not_counted()
    {
        await using var alone = RunningService.Start(data: null, ("Pages:RequestsPerAddress", "1"));
        var slots = Enumerable.Range(0, 40).Select(at => $"s{at}").ToArray();
        await using var page = await TestPage.Open(alone, "socket", [.. slots.Select(slot => $"{slot}:4")]);
        foreach (var slot in slots) Assert.Equal("http://shop.test/g", await Followed(Click((await page.Ad(slot)).Text("html"))));

        Assert.InRange(await alone.Metric("comet_clicks_total"), 1, 39);
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

    private static HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false });

    private static async Task<string> Followed(string click)
    {
        using var client = Client();
        using var response = await client.GetAsync(click);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return response.Headers.GetValues("Location").Single();
    }

    private static string Click(string html) => WebUtility.HtmlDecode(Address().Match(html).Value);

    [GeneratedRegex("""http://127\.0\.0\.1:\d+/comet/v1/click/[^"']+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Address();
}
