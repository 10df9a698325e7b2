using System.Text;
using CometAdTag.Rotation.Campaigns;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Campaigns;

public sealed class AsciiUrlTests
{
    [Theory]
    [InlineData("https://a.example/?q={x}&r=%20", "https://a.example/?q={x}&r=%20"), InlineData("HTTP://A.example:80", "HTTP://A.example:80")]
    [InlineData("/a b/\u00fc?q=\ud83d\ude00", "/a%20b/%C3%BC?q=%F0%9F%98%80"), InlineData("https://a.example/caf\u00e9", "https://a.example/caf%C3%A9")]
    [InlineData("https://m\u00fcller.example:8443/x?\u00fc", "https://xn--mller-kva.example:8443/x?%C3%BC"), InlineData("https://m\u00fcller.example", "https://xn--mller-kva.example")]
    [InlineData("/go?to=https://m\u00fcller.example/", "/go?to=https://m%C3%BCller.example/"), InlineData("\u00fc.png", "%C3%BC.png")]
    [InlineData("https://a.example\u0608/x", "https://a.example%D8%88/x")]
    public void Only_what_a_header_cannot_carry_is_escaped(string url, string expected) => Assert.Equal(expected, AsciiUrl.Of(url));

    [Fact]
    public void Whatever_is_given_what_comes_out_is_printable_ascii_and_stays_itself() => Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
    {
        var url = AsciiUrl.Of("/" + Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? "")));
        Assert.All(url, c => Assert.InRange(c, '!', '~'));
        Assert.Equal(url, AsciiUrl.Of(url));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Theory]
    [InlineData("creatives[0].destination"), InlineData("creatives[0].image"), InlineData("websites[0].origins[0]"), InlineData("adServer.imageBase")]
    public void A_host_that_no_name_can_have_is_a_mistake_of_the_feed(string member) =>
        Assert.Contains(member, Assert.Single(SampleFeed.With(member, "\"https://a.example\\u0608\"").Errors), StringComparison.Ordinal);

    [Fact]
    public void Destinations_and_images_of_a_feed_can_be_sent()
    {
        Assert.Equal("https://a.example/a%20%C3%BC", SampleFeed.With("creatives[0].destination", "\"https://a.example/a \u00fc\"").Snapshot!.Creatives["100"].Destination);
        Assert.Equal("https://img.example/i/%C3%BC.png", SampleFeed.With("creatives[0].image", "\"\u00fc.png\"").Snapshot!.Creatives["100"].Image);
    }
}
