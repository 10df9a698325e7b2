using System.Text;
using CometAdTag.Service.Doctor;

namespace CometAdTag.Service.Tests.Doctor;

public sealed class PolicyChecksTests
{
    private const string Tag = "<script src='https://ads.example/comet.js'></script>";
    private const string WithNonce = "<script nonce='once' src='https://ads.example/comet.js'></script>";
    private const string Rest = "connect-src https://ads.example wss://ads.example; frame-src https://ads.example";

    [Theory]
    [InlineData(Tag, "")]
    [InlineData(Tag, "default-src 'self' https://ads.example wss://ads.example")]
    [InlineData(Tag, "script-src https://ads.example; " + Rest)]
    [InlineData(Tag, "script-src 'none'; script-src-elem https:; " + Rest)]
    [InlineData(Tag, "default-src *")]
    [InlineData(Tag, "child-src https:; img-src 'none'; style-src 'none'")]
    [InlineData(WithNonce, "default-src 'none'; script-src 'nonce-once' 'strict-dynamic'; " + Rest)]
    [InlineData(WithNonce, "script-src 'nonce-once'; " + Rest)]
    [InlineData(Tag, "frame-src https://ads.example; frame-src 'none'")]
    [InlineData(Tag, "sandbox allow-scripts allow-same-origin")]
    public void A_policy_that_allows_all_passes(string html, string policy) =>
        Assert.Equal(Verdict.Ok, Assert.Single(Look(html, ("Content-Security-Policy", policy))).Verdict);

    [Theory]
    [InlineData("script-src 'self'", "script-src does not allow the tag's script", "script-src 'self' https://ads.example")]
    [InlineData("script-src https://ads.example/comet.js", "script-src does not allow the parts", "script-src https://ads.example/comet.js https://ads.example")]
    [InlineData("script-src 'nonce-other'", "script-src does not allow the tag's script", "script-src 'nonce-other' https://ads.example")]
    [InlineData("script-src https://ads.example 'nonce-other' 'strict-dynamic'", "asks for a nonce", "<script async nonce=\"THE PAGE'S NONCE\" src=\"https://ads.example/comet.js\"></script>")]
    [InlineData("connect-src 'self'", "connect-src does not allow the connection", "connect-src 'self' https://ads.example wss://ads.example")]
    [InlineData("connect-src https://ads.example", "connect-src does not allow the WebSocket", "connect-src https://ads.example wss://ads.example")]
    [InlineData("frame-src 'none'", "frame-src does not allow the frames", "frame-src https://ads.example")]
    [InlineData("child-src 'self'", "child-src does not allow the frames", "frame-src 'self' https://ads.example")]
    [InlineData("default-src https://ads.example", "default-src does not allow the WebSocket", "connect-src https://ads.example wss://ads.example")]
    [InlineData("default-src *, frame-src 'self'", "frame-src does not allow the frames", "frame-src 'self' https://ads.example")]
    [InlineData("sandbox allow-scripts", "sandbox without allow-same-origin", "allow-same-origin")]
    public void What_a_policy_lacks_is_named_with_the_directive_that_has_it(string policy, string what, string fix)
    {
        var finding = Assert.Single(Look(Tag, ("Content-Security-Policy", policy)));
        Assert.Equal(Verdict.Wrong, finding.Verdict);
        Assert.Contains(what, finding.Text, StringComparison.Ordinal);
        Assert.EndsWith(fix, Assert.Single(finding.Fix).Replace(" allow-scripts ...", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_of_a_meta_element_holds_too() =>
        Assert.Contains("frame-src does not allow", Assert.Single(Look("""<meta http-equiv="content-security-policy" content="frame-src &#39;none&#39;">""" + Tag)).Text, StringComparison.Ordinal);

    [Fact]
    public void A_page_that_isolates_itself_keeps_the_frames_out() =>
        Assert.Contains("Cross-Origin-Embedder-Policy", Assert.Single(Look(Tag, ("Cross-Origin-Embedder-Policy", "require-corp; report-to=\"x\""))).Text, StringComparison.Ordinal);

    private static Finding[] Look(string html, params (string Name, string Value)[] headers)
    {
        var answer = new Answer(new("https://www.example.com/news"), 200, headers.ToLookup(header => header.Name, header => header.Value), Encoding.UTF8.GetBytes(html), TimeSpan.Zero);
        var page = PublisherPage.Read(answer);
        return [.. PolicyChecks.Of(page, page.Tags[0])];
    }
}
