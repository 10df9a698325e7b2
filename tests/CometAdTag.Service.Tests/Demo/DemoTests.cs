using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Service.Tests.Demo;

public sealed partial class DemoTests(DemoSite site) : IClassFixture<DemoSite>
{
    private static readonly FeedReading Feed =
        CampaignFeed.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "config", "demo-feed.json")));

    [Fact]
    public void The_demo_feed_reads_without_an_error() => Assert.Empty(Feed.Errors);

    [Fact]
    public void Every_zone_of_the_demo_has_something_to_rotate() =>
        Assert.All(Feed.Snapshot!.Zones.Values, zone => Assert.True(Feed.Snapshot.LinkedTo(zone).Length > 2, zone.Name));

    [Fact]
    public void Every_linked_creative_fits_its_zone() =>
        Assert.All(Feed.Snapshot!.Zones.Values, zone => Assert.All(Feed.Snapshot.LinkedTo(zone), creative =>
            Assert.Equal((zone.Width, zone.Height), (creative.Width, creative.Height))));

    [Fact]
    public async Task Every_image_of_the_demo_feed_is_a_file_of_the_demo()
    {
        var images = Feed.Snapshot!.Creatives.Values.Select(creative => creative.Image).OfType<string>().ToArray();
        Assert.NotEmpty(images);
        foreach (var image in images) Assert.Equal("image/svg+xml", await KindOf(image));
    }

    [Fact]
    public async Task Every_destination_of_the_demo_feed_names_its_advertiser()
    {
        foreach (var creative in Feed.Snapshot!.Creatives.Values)
            Assert.Contains($"<h1>{creative.Campaign.Advertiser}</h1>", await site.Client.GetStringAsync(creative.Destination), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/demo")]
    [InlineData("/demo/landing")]
    [InlineData("/demo/demo.js")]
    [InlineData("/demo/panel.js")]
    public async Task Every_file_that_a_page_or_script_names_is_there(string from)
    {
        var names = OwnFile().Matches(await site.Client.GetStringAsync(from))
            .Select(match => match.Groups["name"].Value.Replace("./", "/demo/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(names);
        foreach (var name in names) Assert.NotNull(await KindOf(name));
    }

    [Fact]
    public async Task What_the_address_says_is_shown_as_text()
    {
        var html = await site.Client.GetStringAsync("/demo/landing?advertiser=%3Cscript%3Ealert(1)%3C/script%3E&creative=%22%3E%3Cimg%3E");
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_address_is_shown_shortened()
    {
        var html = await site.Client.GetStringAsync($"/demo/landing?advertiser={new string('x', 5000)}");
        Assert.DoesNotContain(new string('x', 81), html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/demo/nothing.svg")]
    [InlineData("/demo/landing.html")]
    [InlineData("/demo/creatives/")]
    public async Task What_is_no_file_of_the_demo_is_not_found(string path)
    {
        using var answer = await site.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_file_that_did_not_change_is_not_sent_again()
    {
        using var first = await site.Client.GetAsync("/demo/site.css");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/demo/site.css");
        again.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(first.Headers.ETag!.ToString()));
        using var second = await site.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    private async Task<string?> KindOf(string path)
    {
        using var answer = await site.Client.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        return answer.Content.Headers.ContentType?.MediaType;
    }

    [GeneratedRegex("""["'](?<name>/demo[^"'?#]*|\./[a-z-]+\.js)["'?]""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnFile();
}
