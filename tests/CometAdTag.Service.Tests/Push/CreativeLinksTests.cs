using System.Text.RegularExpressions;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Push;

namespace CometAdTag.Service.Tests.Push;

public sealed partial class CreativeLinksTests
{
    private static readonly LinkSigner Links = new([new SigningKey(1, new byte[32])]);

    [Theory]
    [InlineData("""<a href="http://shop.test/x">""", "http://shop.test/x")]
    [InlineData("""<a href='https://shop.test/x'>""", "https://shop.test/x")]
    [InlineData("""<A class="b" HREF = "HTTP://shop.test/x" target=_top>""", "HTTP://shop.test/x")]
    [InlineData("""<area shape="rect" href="http://shop.test/x">""", "http://shop.test/x")]
    [InlineData("""<a href="/offers">""", "/offers")]
    [InlineData("""<a href="http://shop.test/?a=1&amp;b=2">""", "http://shop.test/?a=1&b=2")]
    [InlineData("""<a href="http://shop.test/?q=it&#39;s">""", "http://shop.test/?q=it's")]
    [InlineData("""<a href=" http://shop.test/x ">""", null)]
    [InlineData("""<script>go('{clickurl}http://shop.test/d?a=1&b=2')</script>""", "http://shop.test/d?a=1&b=2")]
    [InlineData("""<a href="{clickurl}http://shop.test/d">""", "http://shop.test/d")]
    [InlineData("""<a href="{clickurl}/offers">""", "/offers")]
    [InlineData("""<a href="/a&#47;b">""", "/a/b")]
    public void A_link_leads_over_the_click_endpoint_to_exactly_where_it_led(string html, string? destination)
    {
        var signed = Signed().Matches(Rewritten(html)).Select(match => (
            To: Uri.UnescapeDataString(match.Groups["to"].Value), Signature: match.Groups["s"].Value)).ToArray();

        Assert.Equal(destination is null ? [] : [destination], [.. signed.Select(link => link.To)]);
        Assert.All(signed, link => Assert.True(Links.Verifies("7", link.To, link.Signature)));
    }

    [Theory]
    [InlineData("""<a href="javascript:alert(1)">""")]
    [InlineData("""<a href="mailto:a@shop.test">""")]
    [InlineData("""<a href="#top">""")]
    [InlineData("""<a href="//shop.test/x">""")]
    [InlineData("""<a href="{clickurl}">""")]
    [InlineData("""<a href="{clickurl}javascript:alert(1)">""")]
    [InlineData("""<a href="{clickurl}//shop.test/x">""")]
    [InlineData("""<a href="{clickurl}/\shop.test/x">""")]
    [InlineData("""<a href="/\shop.test/x">""")]
    [InlineData("""<a href="/&#47;shop.test/x">""")]
    [InlineData("""<a href="/&#10;/shop.test/x">""")]
    [InlineData("""<a href="{clickurl_html}&#106;avascript:alert(1)">""")]
    [InlineData("""<iframe src="https://third.test/?ct0={clickurl_enc}">""")]
    [InlineData("""<iframe src="https://third.test/?ct0={clickurl_enc}javascript%3Aalert(1)">""")]
    [InlineData("""<iframe src="https://third.test/?ct0={clickurl_enc}%2F%2Fshop.test">""")]
    [InlineData("""<link href="http://shop.test/style.css">""")]
    [InlineData("""<article href="http://shop.test/x">""")]
    [InlineData("""<a data-href="http://shop.test/x">""")]
    [InlineData("""<a href="http://shop.test/?r={random}">""")]
    public void What_is_no_plain_link_stays_as_it_is_written(string html) => Assert.Equal(html, Rewritten(html));

    [Theory]
    [InlineData("""<a href="http://shop.test/x">""", "\"")]
    [InlineData("""<script>document.write("<a href='http://shop.test/x'>")</script>""", "'")]
    public void A_link_keeps_its_quotes_so_that_a_script_around_it_stays_whole(string html, string quote)
    {
        var rewritten = Rewritten(html);
        Assert.Contains($"href={quote}{{clickurl}}?to=", rewritten, StringComparison.Ordinal);
        Assert.Equal(html.Count(c => c == '"'), rewritten.Count(c => c == '"'));
        Assert.Equal(html.Count(c => c == '\''), rewritten.Count(c => c == '\''));
    }

    [Theory]
    [InlineData("<script>go('{clickurl}http://shop.test/?r={random}')</script>", "<script>go('http://shop.test/?r={random}')</script>")]
    [InlineData("<a href=\"{clickurl}http://shop.test/{zoneid}/x\">", "<a href=\"http://shop.test/{zoneid}/x\">")]
    public void A_destination_that_differs_from_push_to_push_cannot_be_signed_and_is_reached_directly(string html, string direct) =>
        Assert.Equal(direct, Rewritten(html));

    [Theory]
    [InlineData("<a href=\"{clickurl_html}http://shop.test/d?a=1&amp;b=2\">", "<a href=\"{clickurl_html}?to=http%3A%2F%2Fshop.test%2Fd%3Fa%3D1%26b%3D2&amp;s=", "http://shop.test/d?a=1&b=2")]
    [InlineData("<iframe src=\"https://third.test/ad?clickTag={clickurl_enc}http%3A%2F%2Fshop.test%2Fd%3Fa%3D1%26b%3D2&x=1\">", "?clickTag={clickurl_enc}%3Fto%3Dhttp%253A%252F%252Fshop.test%252Fd%253Fa%253D1%2526b%253D2%26s%3D", "http://shop.test/d?a=1&b=2")]
    [InlineData("<iframe src=\"https://third.test/ad?clickTag={clickurl_enc}https%3a%2f%2fshop.test\">", "?clickTag={clickurl_enc}%3Fto%3Dhttps%253A%252F%252Fshop.test%26s%3D", "https://shop.test")]
    public void A_click_that_is_escaped_leads_to_exactly_where_it_led(string html, string rewritten, string destination)
    {
        var after = Rewritten(html);
        Assert.Contains(rewritten, after, StringComparison.Ordinal);
        var signature = after[(after.IndexOf(rewritten, StringComparison.Ordinal) + rewritten.Length)..][..22];
        Assert.True(Links.Verifies("7", destination, signature));
        Assert.Equal(after, Rewritten(after));
    }

    [Fact]
    public void Rewriting_twice_changes_nothing_more()
    {
        var once = Rewritten("""<a href="http://shop.test/x">a</a> <script>go('{clickurl}http://shop.test/d')</script>""");
        Assert.Equal(once, Rewritten(once));
    }

    [Theory]
    [InlineData("<a ")]
    [InlineData("<a href=")]
    [InlineData("<a href=\"http://")]
    [InlineData("{clickurl}http://")]
    [InlineData("{clickurl_enc}http%3A%2F%2F")]
    [InlineData("<a x x x x href = ")]
    [InlineData("<a href=\"http://shop.test/\">")]
    public async Task A_large_creative_is_prepared_in_linear_time(string piece)
    {
        var html = string.Concat(Enumerable.Repeat(piece, 256 * 1024 / piece.Length));
        var prepared = Task.Run(() => CreativeHtml.Of(Creative(html), Links));
        Assert.Same(prepared, await Task.WhenAny(prepared, Patience.Longest));
    }

    private static string Rewritten(string html) => CreativeLinks.OverClick(html, Creative(html), Links);

    internal static Creative Creative(string? html) =>
        new("7", new("1", "a", "c", Tier.Remnant, 0, 1, RunStatus.Running, default), "n", 300, 250, 1, RunStatus.Running, "http://shop.test/")
        {
            Html = html,
            Image = html is null ? "http://images.test/a.png?x=1&y=\"2\"" : null,
            Alt = html is null ? "<b>\"Fish & Chips\"</b>" : "",
        };

    [GeneratedRegex(@"\{clickurl\}\?to=(?<to>[^&]*)&s=(?<s>[A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Signed();
}
