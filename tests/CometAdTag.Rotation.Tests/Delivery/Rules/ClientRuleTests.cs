namespace CometAdTag.Rotation.Tests.Delivery.Rules;

/// <summary>Each line is what a Revive Adserver 6.0.8 does with that rule.</summary>
public sealed class ClientRuleTests
{
    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9", true), InlineData("203.0.113.10", "203.0.113.9", false), InlineData("203.0.113.*", "203.0.113.9", true)]
    [InlineData("203.0.*.9", "203.0.77.9", true), InlineData("203.0.*.9", "203.0.77.8", false), InlineData("203", "203.1.2.3", true), InlineData("*", "1.2.3.4", true)]
    [InlineData("203.0.113.0/255.255.255.0", "203.0.113.200", true), InlineData("203.0.113.0/255.255.255.0", "203.0.114.1", false)]
    [InlineData("203.0.113.9/255.255.255.0", "203.0.113.9", false), InlineData("0.0.0.0/0.0.0.0", "1.2.3.4", true)]
    [InlineData("203.0.113.*", "2001:db8::9", false), InlineData("*", "2001:db8::9", true), InlineData("203.0.113.*", "", false)]
    public void Addresses_are_in_a_range_or_not(string data, string address, bool isIn)
    {
        var page = Ruled.Page with { Address = address };
        Assert.Equal(isIn, Ruled.Passes("Client:Ip", "==", data, page));
        Assert.Equal(!isIn, Ruled.Passes("Client:Ip", "!=", data, page));
    }

    [Theory]
    [InlineData("fr", "fr-FR,fr;q=0.9,en;q=0.8", true), InlineData("en-us", "fr-FR,en-US;q=0.8", true), InlineData("en-gb", "en-US,en;q=0.9", false)]
    [InlineData("de,EN", "en-US,en;q=0.9", true), InlineData("en-us", "en", false), InlineData("fr", "en, fr", false), InlineData("e", "en", true)]
    public void A_language_is_the_beginning_of_one_that_the_browser_names(string data, string languages, bool named)
    {
        var page = Ruled.Page with { Languages = languages };
        Assert.Equal(named, Ruled.Passes("Client:Language", "=~", data, page));
        Assert.Equal(!named, Ruled.Passes("Client:Language", "!~", data, page));
    }

    [Theory]
    [InlineData("=~", "fr"), InlineData("!~", "fr")]
    public void A_browser_that_names_no_language_passes_and_so_does_a_rule_that_names_none(string comparison, string data)
    {
        Assert.True(Ruled.Passes("Client:Language", comparison, data, Ruled.Page with { Languages = "" }));
        Assert.True(Ruled.Passes("Client:Language", comparison, ""));
    }

    [Theory]
    [InlineData("==", false), InlineData("=~", false), InlineData("=x", false), InlineData("!=", true), InlineData("!~", true), InlineData("!x", true)]
    public void Nobody_knows_the_domain_of_an_address(string comparison, bool passes) => Assert.Equal(passes, Ruled.Passes("Client:Domain", comparison, "example.net"));

    [Theory]
    [InlineData("nn", "Firefox|", true), InlineData("nn", "firefox|", true), InlineData("nn", "Chrome|", false), InlineData("nn", "|", true)]
    [InlineData("==", "Firefox|133", true), InlineData("==", "Firefox|132", false), InlineData("gt", "Firefox|132.5", true), InlineData("ge", "Firefox|133.0", true)]
    [InlineData("lt", "Firefox|133", false), InlineData("le", "Firefox|133", true), InlineData("!=", "Firefox|133", true), InlineData("!=", "Chrome|133", false)]
    public void A_browser_has_a_name_and_a_version(string comparison, string data, bool passes)
    {
        var page = Ruled.Page with { UserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0" };
        Assert.Equal(passes, Ruled.Passes("Client:BrowserVersion", comparison, data, page));
    }

    [Theory]
    [InlineData("nn", true), InlineData("gt", false), InlineData("lt", false), InlineData("==", false), InlineData("!=", true)]
    public void A_version_of_more_than_two_parts_is_no_number(string comparison, bool passes) =>
        Assert.Equal(passes, Ruled.Passes("Client:BrowserVersion", comparison, "Chrome|100"));

    [Theory]
    [InlineData("10.0", "==", "Windows|10", true), InlineData("10.0", "gt", "Windows|7", true), InlineData("6.1", "==", "Windows|7", true), InlineData("5.1", "==", "Windows|xp", true)]
    [InlineData("6.0", "gt", "Windows|xp", true), InlineData("5.1", "lt", "Windows|vista", true), InlineData("10.0", "nn", "windows|", true), InlineData("10.0", "nn", "Linux|", false)]
    public void Versions_of_windows_have_names_and_an_order(string nt, string comparison, string data, bool passes)
    {
        var page = Ruled.Page with { UserAgent = $"Mozilla/5.0 (Windows NT {nt}; Win64; x64)" };
        Assert.Equal(passes, Ruled.Passes("Client:OsVersion", comparison, data, page));
    }
}
