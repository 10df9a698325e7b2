using System.Net;
using System.Text;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>What the beacon in Revive's HTML says, however a template carries it.</summary>
public sealed class ReviveBeaconTests
{
    private const string Url = "https://cdn.example:8443/x/lg.php?bannerid=5&campaignid=4&zoneid=2&OABLOCK=60&OACAP=3&OASCAP=2&OACCAP=9&OAZBLOCK=30&OAZSCAP=1&OASZCAP=7&loc=http%3A%2F%2Fp.test%2F%3Fbannerid%3D9%26OACAP%3D1&cb=abc";

    private static readonly CapUse[] Uses =
    [
        new(CapLevel.Creative, "5", new FrequencyCap(3, 2, 60)), new(CapLevel.Campaign, "4", new FrequencyCap(9, 0, 0)), new(CapLevel.Zone, "2", new FrequencyCap(0, 7, 30)),
    ];

    public static TheoryData<string> Carried =>
    [
        $"<div id='beacon_1'><img src='{WebUtility.HtmlEncode(Url)}' width='0'></div>",
        $"<script>new Image().src = \"{Url}\";</script>",
        $"<script>track('{Uri.EscapeDataString(Url)}')</script>",
        $"<script>track('https://t.example/?u={WebUtility.UrlEncode(Url)}&x=1')</script>",
        $"<img src={WebUtility.HtmlEncode(Url)} width=0>",
        $"<img src='{Url.Replace("&", "&#38;", StringComparison.Ordinal)}'>",
        $"<img src='{Url.Replace("https:", "", StringComparison.Ordinal).Replace("lg.php", "log", StringComparison.Ordinal)}'>",
        $"<a href='https://h/cl.php?bannerid=77&amp;zoneid=88&amp;sig=1'>x</a><img src='{WebUtility.HtmlEncode(Url)}'><a href='https://h/cl.php?bannerid=66&amp;zoneid=55'>y</a>",
        $"<img src='//other/lg.php?bannerid=1&amp;campaignid=1&amp;zoneid=1'><img src='{WebUtility.HtmlEncode(Url)}'>",
    ];

    [Theory]
    [MemberData(nameof(Carried))]
    public void It_is_found_in_html_in_script_and_encoded(string html)
    {
        var beacon = ReviveBeacon.Find(html)!;
        Assert.Equal(("5", "4", "2", false), (beacon.Creative, beacon.Campaign, beacon.Zone, beacon.IsBlank));
        Assert.Equal(Uses, beacon.Caps);
    }

    [Theory]
    [InlineData(""), InlineData("<a href='https://h/cl.php?bannerid=77&amp;zoneid=88&amp;sig=1'>x</a>"), InlineData("lg.php?bannerid=x&campaignid=4&zoneid=2")]
    [InlineData("<a href='/?u=%2Fx%3FBannerID%3D5%26CampaignID%3D4%26ZoneID%3D2'>x</a>")]
    [InlineData("lg.php?bannerid=12345678901&campaignid=4&zoneid=2"), InlineData("lg.php?bannerid=|5&campaignid=4&zoneid=2"), InlineData("<a href='' target='_blank'><img src='' border='0' alt=''></a>")]
    public void What_is_none_is_none(string html) => Assert.Null(ReviveBeacon.Find(html));

    [Fact]
    public void Spaces_and_markup_in_the_source_hide_no_caps()
    {
        var beacon = ReviveBeacon.Find("<img src='http://h/lg.php?bannerid=5&amp;campaignid=4&amp;zoneid=2&amp;source=sports news&amp;amp;lt;b&amp;OACAP=3&amp;cb=1'>")!;
        Assert.Equal(new CapUse(CapLevel.Creative, "5", new(3, 0, 0)), Assert.Single(beacon.Caps));
    }

    [Fact]
    public void A_banner_that_is_the_tag_of_another_zone_counts_for_both()
    {
        var beacon = ReviveBeacon.Find("<img src='http://h/lg.php?bannerid=5|6&amp;campaignid=4|4&amp;zoneid=2|3&amp;OACAP=3|1&amp;OACCAP=8|8&amp;OAZBLOCK=|30&amp;cb=1'>")!;
        Assert.Equal(("5", "4", "2"), (beacon.Creative, beacon.Campaign, beacon.Zone));
        Assert.Equal(
            [new(CapLevel.Creative, "5", new(3, 0, 0)), new(CapLevel.Creative, "6", new(1, 0, 0)), new(CapLevel.Campaign, "4", new(8, 0, 0)), new(CapLevel.Zone, "3", new(0, 0, 30))],
            beacon.Caps.AsEnumerable());
    }

    [Theory]
    [InlineData("99999999999999", 0), InlineData("-1", 0), InlineData("", 0), InlineData("x", 0), InlineData("2147483647", 2147483647)]
    public void A_cap_that_is_no_number_is_none(string cap, int read) =>
        Assert.Equal(read, ReviveBeacon.Find($"'lg.php?bannerid=5&campaignid=4&zoneid=2&OACAP={cap}&OABLOCK=1'")!.Caps[0].Cap.Total);

    [Fact]
    public async Task A_banner_without_a_beacon_is_left_out_with_one_warning()
    {
        await using var server = await FeedServer.StartAsync();
        using var rig = new DeliveryRig(new Uri(server.Url).GetLeftPart(UriPartial.Authority));
        server.ThenBody(DeliveryRig.Answer("<b>no beacon</b>", $"<img src='{Url}'>"));
        for (var i = 0; i < 3; i++) Assert.Equal([null, "5"], (await rig.AskAsync(DeliveryRig.Request("7", "8"))).Fills.Select(fill => fill?.Creative));
        Assert.Equal("Ad server (revive-delivery): zone 7 is left blank: its banner has no impression beacon (lg.php) in its HTML: is the logging of impressions off?", rig.Logs.Text);
    }

    [Fact]
    public async Task A_banner_of_more_than_256_KiB_is_left_out_with_one_warning_and_one_of_256_is_not()
    {
        await using var server = await FeedServer.StartAsync();
        using var rig = new DeliveryRig(new Uri(server.Url).GetLeftPart(UriPartial.Authority));
        var beacon = $"<img src='{Url}'>";
        var most = beacon.PadRight(WireLimits.Html, 'é');
        server.ThenBody(DeliveryRig.Answer(most, most + "x"));
        for (var i = 0; i < 3; i++)
        {
            var fills = (await rig.AskAsync(DeliveryRig.Request("7", "8"))).Fills;
            Assert.Equal((most, null), (fills[0]?.Html, fills[1]));
        }
        Assert.Equal("Ad server (revive-delivery): zone 8 is left blank: its banner has more than 256 KiB of HTML", rig.Logs.Text);
    }

    [Theory]
    [InlineData("\"728\"", 728), InlineData("728", 728), InlineData("\"-1\"", -1), InlineData("\"*\"", 0), InlineData("7.5", 0), InlineData("null", 0), InlineData("\"99999999999\"", 0)]
    public async Task A_width_is_a_number_or_a_text(string width, int read)
    {
        await using var server = await FeedServer.StartAsync();
        using var rig = new DeliveryRig(new Uri(server.Url).GetLeftPart(UriPartial.Authority));
        server.ThenBody(Encoding.UTF8.GetBytes($"{{\"revive-0-0\":{{\"html\":\"<img src='{Url}'>\",\"width\":{width},\"height\":\"90\"}}}}"));
        var fill = Assert.Single((await rig.AskAsync(DeliveryRig.Request("1"))).Fills)!;
        Assert.Equal((read, 90), (fill.Width, fill.Height));
    }
}
