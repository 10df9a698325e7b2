using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Tests.Campaigns;

public sealed class CampaignFeedTests
{
    private static Snapshot Sample => SampleFeed.Read(SampleFeed.Text).Snapshot!;

    [Fact]
    public void A_sound_feed_has_no_errors() => Assert.Empty(SampleFeed.Read(SampleFeed.Text).Errors);

    [Fact]
    public void A_byte_order_mark_is_no_mistake() => Assert.Empty(SampleFeed.Read("\uFEFF" + SampleFeed.Text).Errors);

    [Fact]
    public void The_snapshot_says_who_made_it_and_when()
    {
        Assert.Equal(DateTimeOffset.Parse("2026-11-22T09:30:00Z"), Sample.GeneratedAt);
        Assert.Equal(("Sample", "7", "Europe/Paris"), (Sample.AdServerName, Sample.Counted, Sample.TimeZone.Id));
    }

    [Fact]
    public void Origins_are_written_as_browsers_write_them() =>
        Assert.Equal("https://news.example http://127.0.0.1:8080", string.Join(' ', Sample.Websites["1"].Origins));

    [Fact]
    public void A_zone_keeps_its_size_chain_fallback_cap_and_refresh()
    {
        var (top, side) = (Sample.Zones["1"], Sample.Zones["side"]);
        Assert.Equal((728, 90, "1"), (top.Width, top.Height, top.WebsiteId));
        Assert.Equal((TimeSpan.FromSeconds(45), 3), (top.Refresh.Interval, top.Refresh.MaxRefreshes));
        Assert.Equal((-1, -1, "1", "<p>", 9), (side.Width, side.Height, side.Chain, side.FallbackHtml, side.Cap.Total));
    }

    [Fact]
    public void A_campaign_keeps_all_that_is_said_of_it()
    {
        var (one, two) = (Sample.Campaigns["10"], Sample.Campaigns["11"]);
        Assert.Equal((Tier.Contract, 4, RunStatus.Running, 100L, 5L, 10L), (one.Tier, one.Priority, one.Status, one.BookedImpressions, one.BookedClicks, one.DailyImpressions));
        Assert.Equal((40L, 2L, new FrequencyCap(3, 2, 60)), (one.DeliveredImpressions, one.DeliveredClicks, one.Cap));
        Assert.True(one is { ShowCapped: true, Companion: true, Exclusive: true, NoRefresh: true });
        Assert.Equal((Tier.Ecpm, 0, 2, RunStatus.Paused, 1.25m), (two.Tier, two.Priority, two.Weight, two.Status, two.Ecpm));
    }

    [Fact]
    public void A_creative_keeps_all_that_is_said_of_it()
    {
        var (image, html) = (Sample.Creatives["100"], Sample.Creatives["101"]);
        Assert.Equal(("https://img.example/i/a/b.png", "An image", null, "https://a.example/?q=1"), (image.Image, image.Alt, image.Html, image.Destination));
        Assert.Equal(new DeliveryRule("and", "Site:Source", "==", ""), Assert.Single(image.Rules));
        Assert.Equal((null, "<b>{clickurl}</b>", "", 0, 1), (html.Image, html.Html, html.Destination, html.Weight, html.Cap.Session));
        Assert.True(html is { NoRefresh: true, Status: RunStatus.Paused });
    }

    [Fact]
    public void A_creative_and_its_campaign_are_one_object_everywhere()
    {
        var snapshot = Sample;
        Assert.Same(snapshot.Creatives["100"], snapshot.Links["1"][0]);
        Assert.Same(snapshot.Campaigns["10"], snapshot.Links["1"][0].Campaign);
    }

    [Fact]
    public void A_link_that_is_there_twice_counts_once() => Assert.Equal(["100"], Sample.Links["1"].Select(creative => creative.Id));

    [Fact]
    public void A_channel_keeps_its_rules() => Assert.Equal("news", Assert.Single(Sample.Channels["3"].Rules).Data);

    [Theory]
    [InlineData("timeZone"), InlineData("counted"), InlineData("channels"), InlineData("zones[1].chain"), InlineData("campaigns[0].start")]
    [InlineData("campaigns[0].end"), InlineData("campaigns[0].booked"), InlineData("campaigns[1].ecpm"), InlineData("creatives[0].alt")]
    public void What_may_be_missing_may_be_null_too(string member)
    {
        Assert.Empty(SampleFeed.With(member, null).Errors);
        Assert.Empty(SampleFeed.With(member, "null").Errors);
    }

    [Fact]
    public void A_contract_needs_no_weight() => Assert.Equal(0, SampleFeed.With("campaigns[0].weight", null).Snapshot!.Campaigns["10"].Weight);

    [Theory]
    [InlineData("/demo/a.svg", "/demo/a.svg"), InlineData("HTTPS://x.example/a", "HTTPS://x.example/a"), InlineData("a.png", "https://img.example/i/a.png")]
    public void An_image_is_a_url_a_path_or_a_name_below_the_image_base(string image, string expected) =>
        Assert.Equal(expected, SampleFeed.With("creatives[0].image", $"\"{image}\"").Snapshot!.Creatives["100"].Image);

    [Theory]
    [InlineData("https://EXAMPLE.com", "https://example.com"), InlineData("http://[::1]:80", "http://[::1]"), InlineData("https://m\u00fcller.example:8443", "https://xn--mller-kva.example:8443")]
    public void An_origin_is_normalised(string given, string expected) =>
        Assert.Equal(expected, Assert.Single(SampleFeed.With("websites[0].origins", $"[\"{given}\"]").Snapshot!.Websites["1"].Origins));
}
