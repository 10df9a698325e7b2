using CometAdTag.Service.AdServer;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Tests.AdServer;

public sealed class AdServerOptionsTests
{
    private static IEnumerable<string> Errors(AdServerOptions options) => Annotations.Check(options, "AdServer").Select(error => $"{error.Key} {error.Error}");

    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(Errors(new()));

    [Theory]
    [InlineData("revive"), InlineData("gold"), InlineData("")]
    public void A_source_that_there_is_not_names_those_that_there_are(string source) =>
        Assert.Equal(["AdServer:Source must be one of: feed, revive-api, revive-delivery."], Errors(new() { Source = source }));

    [Fact]
    public void Delivery_by_the_ad_server_needs_its_address() =>
        Assert.Equal(["AdServer:ReviveDelivery:Url is needed with AdServer:Source revive-delivery."], Errors(new() { Source = "revive-delivery" }));

    [Fact]
    public void The_api_needs_its_address_a_user_and_a_password() => Assert.Equal(
        new[] { "Url", "User", "Password" }.Select(key => $"AdServer:ReviveApi:{key} is needed with AdServer:Source revive-api."), Errors(new() { Source = "revive-api" }));

    [Fact]
    public void All_that_is_wrong_with_the_api_is_named_at_once_and_no_password_repeated()
    {
        var errors = Errors(new()
        {
            Source = "revive-api",
            ReviveApi = new()
            {
                Url = "ads.example",
                User = "a\nb",
                Password = "secret\n",
                ImageBase = "images",
                TimeZone = "Europe/Pari",
                Links = new() { ["1"] = ["campaign:4", "banner:"], ["top"] = ["campaign:4"], ["3"] = ["zone:1", "campaign:x", "Campaign:1"] },
            },
        }).ToList();
        Assert.Equal(
            [
                "AdServer:ReviveApi:Url must be an http(s) URL.",
                "AdServer:ReviveApi:ImageBase must be an http(s) URL.",
                "AdServer:ReviveApi:User must be without control characters.",
                "AdServer:ReviveApi:Password must be without control characters.",
                "AdServer:ReviveApi:TimeZone must be an IANA time zone that is known here, such as Europe/Paris.",
                "AdServer:ReviveApi:Links:1:1 must be campaign:ID or banner:ID with a number.",
                "AdServer:ReviveApi:Links:top must be a zone id, which is a number.",
                "AdServer:ReviveApi:Links:3:0 must be campaign:ID or banner:ID with a number.",
                "AdServer:ReviveApi:Links:3:1 must be campaign:ID or banner:ID with a number.",
                "AdServer:ReviveApi:Links:3:2 must be campaign:ID or banner:ID with a number.",
            ],
            errors);
        Assert.DoesNotContain(errors, error => error.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0), InlineData(-5), InlineData(86_401)]
    public void An_interval_out_of_bounds_is_refused(int seconds) =>
        Assert.StartsWith("AdServer:PollInterval must be between", Assert.Single(Errors(new() { PollInterval = TimeSpan.FromSeconds(seconds) })));

    [Theory]
    [InlineData(-0.1), InlineData(1.1)]
    public void Max_shrink_is_a_part_from_0_to_1(double part) =>
        Assert.Equal(["AdServer:MaxShrink must be between 0 and 1."], Errors(new() { MaxShrink = part }));

    [Theory]
    [InlineData("", false), InlineData(" ", false), InlineData("ftp://a.example/feed", false), InlineData("http://", false)]
    [InlineData("feed.json", true), InlineData("/var/feed.json", true), InlineData("https://a.example/feed?x=1", true), InlineData("HTTP://a.example", true)]
    public void A_location_is_a_file_or_an_http_url(string location, bool isValid) =>
        Assert.Equal(isValid ? [] : ["AdServer:Feed:Location must be a file path or an http(s) URL."], Errors(new() { Feed = new() { Location = location } }));

    [Fact]
    public void Everything_that_is_wrong_with_a_way_of_statistics_is_named() => Assert.Equal(
        ["AdServer:Statistics:Interval must be between 00:00:01 and 1.00:00:00.",
            "AdServer:Statistics:Url must be the delivery folder, such as http://ads.example/www/delivery.",
            "AdServer:Statistics:Key must be the plugin's key, at least 16 characters."],
        Errors(new() { Statistics = new() { Way = "intake", Key = "too-short", Interval = TimeSpan.Zero } }));

    [Theory]
    [InlineData("post", "", "AdServer:Statistics:Way must be one of: none, intake, beacons.")]
    [InlineData("beacons", "ads.example/www/delivery", "AdServer:Statistics:Url must be the delivery folder, such as http://ads.example/www/delivery.")]
    [InlineData("beacons", "http://ads.example/fc.php?script=x", "AdServer:Statistics:Url must be the delivery folder, such as http://ads.example/www/delivery.")]
    [InlineData("beacons", "http://ads.example/www/delivery/", null), InlineData("none", "", null)]
    public void A_way_of_statistics_needs_its_address(string way, string url, string? error) =>
        Assert.Contains(error, Errors(new() { Statistics = new() { Way = way, Url = url } }).DefaultIfEmpty(null));

    [Fact]
    public void Where_the_ad_server_decides_each_fill_it_counts_by_itself()
    {
        var statistics = new StatisticsOptions { Way = "beacons", Url = "http://ads.example/www/delivery" };
        Assert.Equal(
            ["AdServer:Statistics:Way must be none with AdServer:Source revive-delivery: there the ad server's own beacons count on the page."],
            Errors(new() { Source = "revive-delivery", ReviveDelivery = new() { Url = "http://ads.example/www/delivery" }, Statistics = statistics }));
    }

    [Fact]
    public void A_key_that_no_header_can_carry_is_refused_and_not_repeated() =>
        Assert.Equal(["AdServer:Feed:Key must be printable ASCII without spaces."], Errors(new() { Feed = new() { Key = "a\nb" } }));

    [Fact]
    public void A_location_is_logged_without_user_password_and_query() =>
        Assert.Equal("https://a.example:8443/feed", new FeedOptions { Location = "https://me:secret@a.example:8443/feed?key=secret" }.Name);
}
