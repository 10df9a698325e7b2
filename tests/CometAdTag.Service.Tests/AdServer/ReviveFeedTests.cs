using CometAdTag.Rotation.Campaigns;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>What Revive's words become in the feed.</summary>
public sealed class ReviveFeedTests
{
    private static readonly AdServerRow Website = new(("publisherId", 1), ("agencyId", 1), ("publisherName", "Page"), ("website", "http://page.test/"));

    private readonly AdServerOptions options = new()
    {
        ReviveApi = new() { TimeZone = "Europe/Paris", ImageBase = "http://ads.test/images/", Links = new() { ["1"] = ["campaign:1"] } },
        ReviveDelivery = new() { Url = "http://ads.test/delivery" },
    };

    private AdServerRow agency = new(("agencyId", 1), ("status", 0)), website = Website, zone = ReviveRig.Zone(1, 300, 250),
        campaign = ReviveRig.Campaign(1, 0, 1), banner = ReviveRig.Banner(1, 1, 300, 250);

    private AdServerRow[] rules = [], channelRules = [], told = [];

    private (Snapshot Snapshot, string Notes) Feed()
    {
        var (body, notes) = ReviveFeed.Write(
            new([agency.Read], [website.Read], [zone.Read], [new AdServerRow(("advertiserId", 1), ("advertiserName", "Acme & \"Söhne\"")).Read], [campaign.Read],
                [new(banner.Read, [.. rules.Select(rule => rule.Read)])], [new(new AdServerRow(("channelId", 7), ("channelName", "c")).Read, [.. channelRules.Select(rule => rule.Read)])])
            {
                Told = told.Length == 0 ? null : [.. told.Select(row => row.Read)],
            },
            options);
        var reading = CampaignFeed.Read(body);
        Assert.Empty(reading.Errors);
        return (reading.Snapshot!, string.Join('\n', notes));
    }

    private Campaign Campaign() => Feed().Snapshot.Campaigns["1"];

    private Creative Creative() => Feed().Snapshot.Creatives["1"];

    [Fact]
    public void What_is_unchanged_is_written_in_the_same_bytes_and_carries_no_time_of_its_own()
    {
        Assert.Equal(DateTimeOffset.UnixEpoch, Feed().Snapshot.GeneratedAt);
        Assert.Equal("Acme & \"Söhne\"", Campaign().Advertiser);
        Assert.Empty(Feed().Notes);
    }

    [Theory]
    [InlineData(-1, "Override", 0), InlineData(10, "Contract", 10), InlineData(1, "Contract", 1), InlineData(0, "Remnant", 0), InlineData(-2, "Ecpm", 0)]
    public void A_priority_is_a_tier(int priority, string tier, int rank)
    {
        campaign = ReviveRig.Campaign(1, priority, 1);
        Assert.Equal((tier, rank), ($"{Campaign().Tier}", Campaign().Priority));
    }

    [Theory]
    [InlineData(11), InlineData(-3)]
    public void A_priority_that_nobody_knows_leaves_the_campaign_and_its_banners_out(int priority)
    {
        campaign = ReviveRig.Campaign(1, priority, 1);
        var (snapshot, notes) = Feed();
        Assert.Equal((0, 0, 0), (snapshot.Campaigns.Count, snapshot.Creatives.Count, snapshot.Links.Count));
        Assert.StartsWith("campaign 1 \"Campaign 1\" is left out: ", notes, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', notes);
    }

    [Fact]
    public void Bookings_targets_caps_and_revenue_are_taken_over()
    {
        campaign = campaign.With(("impressions", 1000), ("clicks", 20), ("targetImpressions", 50), ("capping", 3), ("sessionCapping", 2), ("block", 60), ("revenue", 4.5), ("revenueType", 1));
        var one = Campaign();
        Assert.Equal((1000L, 20L, 50L, 4.5m), (one.BookedImpressions, one.BookedClicks, one.DailyImpressions, one.Ecpm));
        Assert.Equal(new FrequencyCap(3, 2, 60), one.Cap);
        Assert.Equal(default, Creative().Cap);
    }

    [Fact]
    public void Unlimited_and_absent_are_no_goals()
    {
        campaign = campaign.With(("impressions", -1), ("clicks", 0)).Without("targetImpressions");
        var one = Campaign();
        Assert.Equal((null, null, null, null, default), (one.BookedImpressions, one.BookedClicks, one.DailyImpressions, one.Ecpm, one.Flight));
    }

    [Fact]
    public void Revenue_that_is_not_by_the_thousand_is_no_ecpm()
    {
        campaign = campaign.With(("revenue", 4.5), ("revenueType", 2));
        Assert.Null(Campaign().Ecpm);
    }

    [Theory]
    [InlineData(0, 1, 0, -1, false, false, "Running"), InlineData(0, 0, 0, -1, false, false, "Inactive"), InlineData(-1, 0, 0, -1, false, false, "Inactive")]
    [InlineData(5, 0, 240, -1, false, false, "Running"), InlineData(5, 0, 0, 1000, true, false, "Running"), InlineData(5, 0, 0, 1000, false, false, "Inactive")]
    [InlineData(5, 0, 0, -1, true, false, "Inactive"), InlineData(-2, 1, 0, -1, false, false, "Inactive"), InlineData(-2, 0, 0, -1, false, true, "Running")]
    public void The_status_that_the_api_does_not_tell_is_derived_as_revive_does(int priority, int weight, int target, int booked, bool ends, bool pays, string status)
    {
        campaign = ReviveRig.Campaign(1, priority, weight).With(("targetImpressions", target), ("impressions", booked));
        if (ends) campaign = campaign.With("endDate", new DateTime(2026, 12, 1));
        if (pays) campaign = campaign.With(("revenue", 1.0), ("revenueType", 1));
        Assert.Equal(status, $"{Campaign().Status}");
    }

    [Theory]
    [InlineData(-1, "Running"), InlineData(0, "Running"), InlineData(1, "Paused"), InlineData(2, "Awaiting"), InlineData(3, "Expired"), InlineData(4, "Inactive"), InlineData(22, "Inactive")]
    public void The_plugin_and_the_banner_tell_their_status(int told, string status)
    {
        this.told = [new(("zoneId", 1), ("bannerId", 1), ("campaignId", 1), ("campaignStatus", told))];
        banner = banner.With("status", told);
        Assert.Equal((status, status), ($"{Campaign().Status}", $"{Creative().Status}"));
    }

    [Fact]
    public void A_campaign_that_waits_for_its_start_begins_on_time_whatever_the_plugin_told_then()
    {
        told = [new(("zoneId", 1), ("bannerId", 1), ("campaignId", 1), ("campaignStatus", 2))];
        campaign = campaign.With("startDate", new DateTime(2026, 12, 1));
        Assert.Equal((RunStatus.Running, new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.FromHours(1))), (Campaign().Status, Campaign().Flight.Start));
    }

    [Fact]
    public void An_end_before_the_start_leaves_the_campaign_out_by_name()
    {
        campaign = campaign.With(("startDate", new DateTime(2026, 12, 2)), ("endDate", new DateTime(2026, 12, 1)));
        Assert.Equal("campaign 1 \"Campaign 1\" is left out: end: is not after start", Feed().Notes);
    }

    [Fact]
    public void A_date_that_is_none_leaves_the_campaign_out_by_name()
    {
        campaign = campaign.With("startDate", "00000000T00:00:00");
        Assert.StartsWith("campaign 1 \"Campaign 1\" is left out: start: \"00000000T00:00:00\" is neither a date", Feed().Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("url", "//cdn.test/a.png", "", "https://cdn.test/a.png"), InlineData("url", "http://cdn.test/a b.png", "", "http://cdn.test/a%20b.png")]
    [InlineData("web", "", "a.PNG", "http://ads.test/images/a.PNG"), InlineData("sql", "", "ü&.jpg", "http://ads.test/delivery/ai.php?filename=%C3%BC%26.jpg&contenttype=jpeg")]
    public void An_image_is_where_its_storage_type_says(string storage, string url, string file, string image)
    {
        banner = banner.With(("storageType", storage), ("imageURL", url), ("filename", file), ("alt", "An \"alt\""));
        var one = Creative();
        Assert.Equal((image, "An \"alt\"", "http://shop.test/1", null), (one.Image, one.Alt, one.Destination, one.Html));
    }

    [Theory]
    [InlineData(""), InlineData("http://"), InlineData(" https:// ")]
    public void An_image_without_a_destination_is_shown_without_a_link(string url)
    {
        banner = banner.With(("storageType", "url"), ("imageURL", "http://cdn.test/a.png?x=1&y=2"), ("alt", "<"), ("url", url));
        Assert.Equal(("", """<img src="http://cdn.test/a.png?x=1&amp;y=2" width="300" height="250" alt="&lt;" style="display:block;border:0">"""), (Creative().Destination, Creative().Html));
    }

    [Fact]
    public void An_image_with_something_before_and_after_it_is_html()
    {
        banner = banner.With(("storageType", "url"), ("imageURL", "http://cdn.test/a.png"), ("prepend", "<!--p-->"), ("append", "<!--a {random}-->"), ("target", "_top"));
        Assert.Equal(
            """<!--p--><a href="{clickurl_html}" target="_top" rel="noopener nofollow"><img src="http://cdn.test/a.png" width="300" height="250" alt="" style="display:block;border:0"></a><!--a {random}-->""",
            Creative().Html);
    }

    [Fact]
    public void Macros_that_are_the_same_on_every_page_are_written_out_and_the_others_stay()
    {
        banner = banner.With("htmlTemplate", "<a href='{clickurl}' target='{target}' rel='{rel}'>{random}{bannerid}{zoneid}{city}</a><img src='{logurl}'>{source}{referer}");
        Assert.Equal(
            "<a href='{clickurl}' target='_blank' rel='noopener nofollow'>{random}{bannerid}{zoneid}{city}</a><img src='data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'>",
            Creative().Html);
    }

    [Fact]
    public void Text_with_a_size_is_html_with_its_link()
    {
        banner = banner.With(("storageType", "txt"), ("bannerText", "Buy"));
        Assert.Equal("""<a href="{clickurl_html}" target="_blank" rel="noopener nofollow">Buy</a>""", Creative().Html);
    }

    [Theory]
    [InlineData("txt", "", 0, "it is a text ad, which has no size")]
    [InlineData("web", "movie.swf", 300, "its file \"movie.swf\" is no image that browsers show"), InlineData("sql", "", 300, "its file \"\" is no image that browsers show")]
    [InlineData("html5", "", 300, "the service does not know its kind \"html5\""), InlineData("html", "", 300, "html: is empty")]
    [InlineData("url", "", 300, "image: \"\" is neither an http(s) URL nor a path that starts with one \"/\", and no file name")]
    public void A_banner_that_the_feed_cannot_express_is_left_out_by_name(string storage, string file, int width, string why)
    {
        banner = banner.With(("storageType", storage), ("filename", file), ("width", width), ("htmlTemplate", ""));
        var (snapshot, notes) = Feed();
        Assert.Empty(snapshot.Creatives);
        Assert.Equal($"banner 1 \"Banner 1\" is left out: {why}", notes);
    }

    [Fact]
    public void An_image_whose_folder_is_not_set_names_the_setting()
    {
        (options.ReviveApi.ImageBase, options.ReviveDelivery.Url) = ("", "");
        banner = banner.With(("storageType", "web"), ("filename", "a.png"));
        Assert.Contains("AdServer:ReviveApi:ImageBase", Feed().Notes, StringComparison.Ordinal);
        banner = banner.With("storageType", "sql");
        Assert.Contains("AdServer:ReviveDelivery:Url", Feed().Notes, StringComparison.Ordinal);
    }

    [Fact]
    public void A_banner_with_a_rule_that_makes_no_sense_is_left_out_rather_than_shown_to_everybody()
    {
        rules = [ReviveRig.Rule("", "x")];
        Assert.Equal("banner 1 \"Banner 1\" is left out: rules[0].type: is empty", Feed().Notes);
    }

    [Fact]
    public void Rules_keep_their_order_and_lose_their_long_prefix()
    {
        rules = [ReviveRig.Rule("deliveryLimitations:Site:Pageurl", "sports"), ReviveRig.Rule("Site:Source", "vip").With("logical", "or")];
        channelRules = [ReviveRig.Rule("deliveryLimitations:Time:Hour", "1,2@UTC")];
        Assert.Equal<DeliveryRule>([new("and", "Site:Pageurl", "=~", "sports"), new("or", "Site:Source", "=~", "vip")], Creative().Rules);
        Assert.Equal<DeliveryRule>([new("and", "Time:Hour", "=~", "1,2@UTC")], Feed().Snapshot.Channels["7"].Rules);
    }

    [Fact]
    public void A_zone_keeps_its_cap_and_a_chain_to_a_zone_that_is_there()
    {
        zone = zone.With(("capping", 4), ("chainedZoneId", 1), ("width", -1));
        var one = Feed().Snapshot.Zones["1"];
        Assert.Equal((new FrequencyCap(4, 0, 0), "1", -1), (one.Cap, one.Chain, one.Width));
        zone = zone.With("chainedZoneId", 99);
        Assert.Null(Feed().Snapshot.Zones["1"].Chain);
    }

    [Theory]
    [InlineData(2, "popup"), InlineData(3, "text"), InlineData(4, "email"), InlineData(6, "video"), InlineData(9, "9")]
    public void A_zone_of_another_type_is_left_out_by_name(int type, string word)
    {
        zone = zone.With("type", type);
        Assert.Equal($"zone 1 \"Zone 1\" is left out: only banner zones are filled, and it is for {word} ads", Feed().Notes);
        Assert.Empty(Feed().Snapshot.Zones);
    }

    [Theory]
    [InlineData("http://www.page.test/path", "https://www.page.test http://www.page.test https://page.test http://page.test")]
    [InlineData("page.test", "https://page.test http://page.test https://www.page.test http://www.page.test")]
    [InlineData("http://127.0.0.1:8480/", "https://127.0.0.1:8480 http://127.0.0.1:8480"), InlineData("http://localhost", "https://localhost http://localhost")]
    [InlineData("http://[::1]:8080/x", "https://[::1]:8080 http://[::1]:8080"), InlineData("https://bücher.test", "https://xn--bcher-kva.test http://xn--bcher-kva.test https://www.xn--bcher-kva.test http://www.xn--bcher-kva.test")]
    public void Pages_of_a_website_may_come_from_its_host_with_and_without_www(string typed, string origins)
    {
        website = website.With("website", typed);
        Assert.Equal(origins, string.Join(' ', Feed().Snapshot.Websites["1"].Origins));
    }

    [Theory]
    [InlineData(""), InlineData("http://"), InlineData("not known"), InlineData("ftp://page.test")]
    public void A_website_without_an_address_is_kept_with_a_warning(string typed)
    {
        website = website.With("website", typed);
        Assert.Empty(Feed().Snapshot.Websites["1"].Origins);
        Assert.StartsWith("website 1 \"Page\" has no http(s) address", Feed().Notes, StringComparison.Ordinal);
    }

    [Fact]
    public void The_zones_of_a_manager_who_is_switched_off_show_nothing()
    {
        zone = zone.With("chainedZoneId", 1);
        (agency, var before) = (agency.With("status", 1), Feed().Snapshot.Links.Count);
        Assert.Equal((1, 0), (before, Feed().Snapshot.Links.Count));
        Assert.Null(Feed().Snapshot.Zones["1"].Chain);
    }

    [Fact]
    public void Names_of_the_ad_server_break_no_line_of_the_log()
    {
        banner = banner.With(("bannerName", new string('x', 300) + "\n"), ("htmlTemplate", ""));
        Assert.Equal($"banner 1 \"{new string('x', 100)}\" is left out: html: is empty", Feed().Notes);
        banner = banner.With("bannerName", "a\nb");
        Assert.StartsWith("banner 1 \"a?b\" is left out", Feed().Notes, StringComparison.Ordinal);
    }
}
