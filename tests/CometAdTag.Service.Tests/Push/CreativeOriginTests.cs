using System.Net;
using CometAdTag.Service.Push;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>Creatives that ad ops gave an origin, so that they have cookies and storage.</summary>
public sealed class CreativeOriginTests
{
    private const string Creatives = "http://creatives.test:8443";

    [Fact]
    public async Task Creatives_have_the_origin_that_their_zone_was_given()
    {
        await using var service = Feed().Start(settings: [("Creatives:Origin", Creatives), ("Creatives:Zones:2:Origin", "https://other.test"), ("Creatives:Zones:3:Origin", "")]);
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2", "c:3");

        Assert.Equal(Creatives, (await page.Ad("a")).Text("origin"));
        Assert.Equal("https://other.test", (await page.Ad("b")).Text("origin"));
        Assert.False((await page.Ad("c")).TryGetProperty("origin", out _));
    }

    [Fact]
    public async Task Without_the_setting_creatives_have_none()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1");
        Assert.False((await page.Ad("a")).TryGetProperty("origin", out _));
    }

    [Theory]
    [InlineData("http://page.test")]
    [InlineData("https://page.test:8443")]
    [InlineData("https://creatives.page.test")]
    [InlineData("https://test")]
    public async Task The_host_of_the_page_or_one_near_it_is_never_that_of_creatives(string origin)
    {
        await using var service = Feed().Start(settings: ("Creatives:Origin", origin));
        await using var page = await TestPage.Open(service, "socket", "a:1");
        Assert.False((await page.Ad("a")).TryGetProperty("origin", out _));
    }

    [Fact]
    public async Task On_the_host_of_creatives_frames_keep_their_origin_and_nothing_else_is_answered()
    {
        await using var service = Feed().Start(settings: [("Creatives:Origin", Creatives), ("Creatives:Zones:2:Origin", "https://other.test"), ("Creatives:Zones:3:Origin", "https://xn--bcher-kva.test")]);
        using var client = new HttpClient { BaseAddress = service.Address };

        foreach (var host in (string[])["creatives.test:8443", "creatives.test", "OTHER.test", "xn--bcher-kva.test"])
        {
            Assert.EndsWith(" allow-same-origin", await Policy(client, host), StringComparison.Ordinal);
            foreach (var path in (string[])["/comet.js", "/comet/v1/stream?zones=1", "/api/v1/status", "/metrics", "/console", "/demo", "/"])
                Assert.Equal(HttpStatusCode.NotFound, await Status(client, host, path));
        }
        using var refused = await Ask(client, "creatives.test", "/comet.js");
        Assert.Contains("creatives.test is for creatives only, as Creatives:Origin says", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("allow-same-origin", await Policy(client, "ads.test"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await Status(client, "ads.test", "/comet.js"));
    }

    [Theory]
    [InlineData("creatives.test")]
    [InlineData("https://creatives.test/frames")]
    [InlineData("*")]
    public void What_is_no_origin_is_refused_by_its_key(string origin)
    {
        var options = new CreativesOptions { Zones = { ["5"] = new() { Origin = origin } } };
        Assert.Equal(["Zones:5:Origin"], options.Validate(new(options)).SelectMany(wrong => wrong.MemberNames));
        options = new CreativesOptions { Origin = origin };
        Assert.Equal(["Origin"], options.Validate(new(options)).SelectMany(wrong => wrong.MemberNames));
    }

    private static SmallFeed Feed() => new SmallFeed().Zone(1, "300x250").Zone(2, "300x250").Zone(3, "300x250").Campaign("n", "remnant").Creative(10, "n", "300x250", 1, 2, 3);

    private static async Task<string> Policy(HttpClient client, string host)
    {
        using var answer = await Ask(client, host, "/comet/v1/frame");
        return answer.Headers.GetValues("Content-Security-Policy").Single();
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string host, string path)
    {
        using var answer = await Ask(client, host, path);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> Ask(HttpClient client, string host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
