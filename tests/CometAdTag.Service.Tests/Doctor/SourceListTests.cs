using CometAdTag.Service.Doctor;

namespace CometAdTag.Service.Tests.Doctor;

/// <summary>Sources of a Content Security Policy, as CSP Level 3 matches them.</summary>
public sealed class SourceListTests
{
    private static readonly Uri Page = new("https://www.example.com/news");

    [Theory]
    [InlineData("https://ads.example", "https://ads.example/comet.js", true)]
    [InlineData("https://ads.example", "wss://ads.example/comet/v1/socket", false)]
    [InlineData("wss://ads.example", "wss://ads.example/comet/v1/socket", true)]
    [InlineData("ws://ads.example", "wss://ads.example/comet/v1/socket", true)]
    [InlineData("http://ads.example", "https://ads.example/", true)]
    [InlineData("https://ads.example", "http://ads.example/", false)]
    [InlineData("ads.example", "https://ads.example/", true)]
    [InlineData("ads.example", "http://ads.example/", false)]
    [InlineData("ADS.example", "https://ads.example/", true)]
    [InlineData("*.example", "https://ads.example/", true)]
    [InlineData("*.ads.example", "https://ads.example/", false)]
    [InlineData("https://ads.example:8443", "https://ads.example:8443/", true)]
    [InlineData("https://ads.example", "https://ads.example:8443/", false)]
    [InlineData("https://ads.example:*", "https://ads.example:8443/", true)]
    [InlineData("http://ads.example:80", "https://ads.example/", true)]
    [InlineData("https://ads.example/comet.js", "https://ads.example/comet.js", true)]
    [InlineData("https://ads.example/comet.js", "https://ads.example/comet.rest.js", false)]
    [InlineData("https://ads.example/comet/", "https://ads.example/comet/v1/frame", true)]
    [InlineData("https://ads.example/comet", "https://ads.example/comet/v1/frame", false)]
    [InlineData("*", "wss://ads.example/", true)]
    [InlineData("*", "data:text/html,x", false)]
    [InlineData("https:", "https://ads.example/", true)]
    [InlineData("https:", "wss://ads.example/", false)]
    [InlineData("http:", "https://ads.example/", true)]
    [InlineData("wss:", "wss://ads.example/", true)]
    [InlineData("'self'", "https://www.example.com/comet.js", true)]
    [InlineData("'self'", "wss://www.example.com/comet/v1/socket", true)]
    [InlineData("'self'", "http://www.example.com/comet.js", false)]
    [InlineData("'self'", "https://example.com/", false)]
    [InlineData("'none'", "https://ads.example/", false)]
    [InlineData("'unsafe-inline'", "https://ads.example/", false)]
    [InlineData("https://ads.example.evil.test", "https://ads.example/", false)]
    [InlineData("", "https://ads.example/", false)]
    public void A_source_allows_what_browsers_say_it_allows(string sources, string url, bool allows) =>
        Assert.Equal(allows, new SourceList("connect-src", sources.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Allows(new(url), Page));
}
