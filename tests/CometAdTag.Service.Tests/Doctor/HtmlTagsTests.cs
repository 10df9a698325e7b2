using CometAdTag.Service.Doctor;

namespace CometAdTag.Service.Tests.Doctor;

public sealed class HtmlTagsTests
{
    [Theory]
    [InlineData("<p><INS Data-Comet-Zone=5>", "p", "ins data-comet-zone=5")]
    [InlineData("""<ins data-comet-zone = "a>b" class='x "y"' hidden>""", "ins class=x \"y\" data-comet-zone=a>b hidden=")]
    [InlineData("<ins title='&lt;b&gt; &amp;'/>", "ins title=<b> &")]
    [InlineData("<!-- <ins> --><br/><!-->x<b>", "br", "b")]
    [InlineData("<script>if (1 < 2) '<ins>'</script><b>", "script", "b")]
    [InlineData("<title><ins></TITLE><b>", "title", "b")]
    [InlineData("<script><b>", "script")]
    [InlineData("<p don't><b>", "p don't=", "b")]
    [InlineData("<b x='1' X='2'>", "b x=1")]
    [InlineData("a < b > c </b> <", "")]
    [InlineData("<b x='", "")]
    [InlineData("<", "")]
    public void Start_tags_are_read_as_browsers_read_them(string html, params string[] tags) =>
        Assert.Equal(tags.Where(tag => tag.Length > 0), HtmlTags.In(html).Select(Text));

    [Fact]
    public void A_long_document_of_openings_takes_no_longer_than_it_is()
    {
        Assert.Empty(HtmlTags.In(string.Concat(Enumerable.Repeat("<!--", 1 << 18))));
        Assert.Empty(HtmlTags.In(string.Concat(Enumerable.Repeat("<b x='", 1))));
        Assert.Equal(1 << 18, HtmlTags.In(string.Concat(Enumerable.Repeat("<b '>", 1 << 18))).Count());
    }

    private static string Text(HtmlTag tag) =>
        string.Join(' ', [tag.Name, .. tag.Attributes.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key.ToLowerInvariant()}={one.Value}")]);
}
