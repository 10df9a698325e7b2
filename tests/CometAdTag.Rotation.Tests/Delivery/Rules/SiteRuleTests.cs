using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Tests.Delivery.Rules;

/// <summary>Each line is what a Revive Adserver 6.0.8 does with that rule and the page of <see cref="Ruled"/>.</summary>
public sealed class SiteRuleTests
{
    [Theory]
    [InlineData("Site:Pageurl", "==", "HTTPS://www.example.com/sports/10?x=1", true), InlineData("Site:Pageurl", "==", "https://www.example.com/", false)]
    [InlineData("Site:Pageurl", "!=", "https://www.example.com/", true), InlineData("Site:Pageurl", "=~", "SPORTS", true), InlineData("Site:Pageurl", "=~", "news", false)]
    [InlineData("Site:Pageurl", "!~", "news", true), InlineData("Site:Pageurl", "!~", "sports", false), InlineData("Site:Pageurl", "=~", " sports", false)]
    [InlineData("Site:Pageurl", "=x", "^https://[^/]+/(Sports|News)/[0-9]+", true), InlineData("Site:Pageurl", "!x", "sports/10", false)]
    [InlineData("Site:Referingpage", "=~", "q=shoes", true), InlineData("Site:Referingpage", "!~", "q=shoes", false)]
    [InlineData("Site:Source", "==", "vip", true), InlineData("Site:Source", "!=", "VIP", false), InlineData("Site:Source", "=x", "^v.p$", true)]
    [InlineData("Client:Useragent", "=~", "chrome/142", true), InlineData("Client:Useragent", "=x", @"mozilla/5\.0 \(windows", true)]
    public void Texts_are_compared_in_lower_case(string type, string comparison, string data, bool passes) =>
        Assert.Equal(passes, Ruled.Passes(type, comparison, data));

    [Theory]
    [InlineData("=="), InlineData("!="), InlineData("=~"), InlineData("!~"), InlineData("=x"), InlineData("!x")]
    public void A_text_rule_without_data_lets_everything_pass(string comparison)
    {
        foreach (var type in new[] { "Site:Pageurl", "Site:Referingpage", "Site:Source", "Client:Useragent", "Geo:Postalcode", "Geo:Organisation", "Client:Domain" })
            Assert.True(Ruled.Passes(type, comparison, ""));
        Assert.True(Ruled.Passes("Site:Variable", comparison, "section|"));
    }

    [Theory]
    [InlineData("1.0", "1", true), InlineData("1e1", "10", true), InlineData(" 10 ", "10", true), InlineData("10", "1", false), InlineData("1x", "1", false)]
    [InlineData("12345678901234567890", "12345678901234567891", false), InlineData("abc", "ABC", true), InlineData("0", "", true), InlineData("infinity", "inf", false)]
    public void Texts_that_are_numbers_are_equal_as_numbers(string value, string data, bool passes)
    {
        var page = Ruled.Page with { Variables = new Dictionary<string, string> { ["price"] = value } };
        Assert.Equal(passes, Ruled.Passes("Site:Variable", "==", $"price|{data}", page));
    }

    [Theory]
    [InlineData("==", "section|sport", true), InlineData("==", " section | Sport ", true), InlineData("!=", "section|sport", false), InlineData("=~", "section|por", true)]
    [InlineData("=x", "section|^s.*t$", true), InlineData("lt", "price|11", true), InlineData("lt", "price|10", false), InlineData("le", "price|10.0", true)]
    [InlineData("gt", "price|9.5", true), InlineData("ge", "price|10", true), InlineData("gt", "section|1", false), InlineData("ge", "zero|0", true)]
    [InlineData("==", "missing|x", false), InlineData("=~", "missing|x", false), InlineData("=x", "missing|x", false), InlineData("lt", "missing|1", false)]
    [InlineData("!=", "missing|x", true), InlineData("!~", "missing|x", true), InlineData("!x", "missing|x", true)]
    public void Variables_are_texts_or_numbers_and_what_is_missing_passes_only_negative_operators(string comparison, string data, bool passes) =>
        Assert.Equal(passes, Ruled.Passes("Site:Variable", comparison, data));

    [Theory]
    [InlineData("=~", "www.example.com", true), InlineData("=~", "WWW.Example.com\nother.example", true), InlineData("=~", "example.com", false)]
    [InlineData("!~", "www.example.com", false), InlineData("!~", "example.com", true), InlineData("=~", "", false), InlineData("!~", "", true)]
    public void A_hostname_list_holds_whole_hosts(string comparison, string data, bool passes) =>
        Assert.Equal(passes, Ruled.Passes("Site:Hostnamelist", comparison, data));

    [Theory]
    [InlineData("=x", "example.com", true), InlineData("=x", "shop.test\nEXAMPLE.com", true), InlineData("=x", "example.org", false), InlineData("=~", "example.com", true)]
    [InlineData("!x", "example.com", false), InlineData("!x", "example.org", true), InlineData("=x", "", true), InlineData("!x", "", false)]
    public void A_list_of_domains_holds_the_ends_of_hosts(string comparison, string data, bool passes) =>
        Assert.Equal(passes, Ruled.Passes("Site:Registerabledomainlist", comparison, data));

    [Theory]
    [InlineData("http://user:secret@shop.test:81/?a", "shop.test"), InlineData("http://shop.test?http://other.test", "shop.test"), InlineData("http://[::1]:80/", "[::1]")]
    [InlineData("https://xn--bcher-kva.test/", "bücher.test")]
    public void The_host_is_that_of_the_url(string url, string host)
    {
        Assert.True(Ruled.Passes("Site:Registerabledomainlist", "=x", host, Ruled.Page with { Url = url }));
        Assert.False(Ruled.Passes("Site:Hostnamelist", "=~", "other.test", Ruled.Page with { Url = url }));
    }

    [Theory]
    [InlineData("==", "1", true), InlineData("==", "1,2", false), InlineData("==", "1,3", true), InlineData("=~", "2,1", true), InlineData("=~", "2", false)]
    [InlineData("!~", "2", true), InlineData("!~", "1,2", false), InlineData("==", "", true), InlineData("!~", "", true)]
    public void Channels_are_asked_for_all_any_or_none(string comparison, string data, bool passes)
    {
        Channel[] channels =
        [
            new("1", [Ruled.Row("Site:Pageurl", "=~", "sports"), Ruled.Row("Site:Source", "==", "x", "or")]),
            new("2", [Ruled.Row("Site:Pageurl", "=~", "news")]),
            new("3", []),
        ];
        Assert.Equal(passes, Ruled.Passes([Ruled.Row("Site:Channel", comparison, data)], channels: channels));
    }

    [Fact]
    public void The_source_is_decoded_and_trimmed() => Assert.True(Ruled.Passes("Site:Source", "==", "a b", Ruled.Page with { Source = " a%20b " }));
}
