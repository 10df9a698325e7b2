using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Push;

namespace CometAdTag.Service.Tests.Push;

public sealed class CreativeHtmlTests
{
    private const string Click = "http://ads.test/comet/v1/click/TOKEN";

    private static readonly LinkSigner Links = new([new SigningKey(1, new byte[32])]);

    [Theory]
    [InlineData("{clickurl}", Click)]
    [InlineData("{clickurl_html}", Click)]
    [InlineData("{clickurl_enc}", "http%3A%2F%2Fads.test%2Fcomet%2Fv1%2Fclick%2FTOKEN")]
    [InlineData("{timestamp}", "1000")]
    [InlineData("{random}", "42")]
    [InlineData("{pageurl}", "http%3A%2F%2Fpage.test%2F%3Fa%3D1")]
    [InlineData("{zoneid}|{bannerid}|{campaignid}", "5|7|1")]
    [InlineData("{width}x{height}", "300x250")]
    [InlineData("{topic}", "%3Cscript%3E%22'")]
    [InlineData("{nobody}", "{nobody}")]
    [InlineData("{ clickurl }{}{clickurl", "{ clickurl }{}{clickurl")]
    [InlineData("body{color:red}", "body{color:red}")]
    [InlineData("{{random}}", "{42}")]
    public void Macros_are_filled_in_and_anything_else_in_braces_stays(string html, string expected) =>
        Assert.Equal(expected.Replace("'", "%27", StringComparison.Ordinal), For(html));

    [Fact]
    public void What_a_macro_stands_for_is_not_looked_through_for_macros() =>
        Assert.Equal("%7Brandom%7D", For("{braces}"));

    [Fact]
    public void An_image_creative_is_a_link_around_its_image_with_everything_encoded()
    {
        var html = For(html: null);
        Assert.StartsWith($"<a href=\"{Click}\" target=\"_blank\"", html, StringComparison.Ordinal);
        Assert.Contains("src=\"http://images.test/a.png?x=1&amp;y=&quot;2&quot;\"", html, StringComparison.Ordinal);
        Assert.Contains("alt=\"&lt;b&gt;&quot;Fish &amp; Chips&quot;&lt;/b&gt;\"", html, StringComparison.Ordinal);
    }

    private static string For(string? html)
    {
        var variables = new Dictionary<string, string> { ["topic"] = "<script>\"'", ["braces"] = "{random}" };
        var values = new MacroValues("http://ads.test", "TOKEN", "http://page.test/?a=1", "5", "7", "1", 300, 250, Timestamp: 1_000, Random: 42, variables);
        return CreativeHtml.Of(CreativeLinksTests.Creative(html), Links).For(values);
    }
}
