using CometAdTag.Rotation.Impressions;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Impressions;

public sealed class LinkSignerTests
{
    private const string Url = "https://shop.example/?a=1&b=é#x";

    private static readonly SigningKey Old = SampleToken.Key(1, 11), New = SampleToken.Key(2, 22);

    private readonly LinkSigner signer = new([Old, New]);

    [Fact]
    public void A_signed_link_verifies_for_its_creative_and_url_only()
    {
        var signature = signer.Sign("b-4", Url);
        Assert.True(signer.Verifies("b-4", Url, signature));
        Assert.False(signer.Verifies("b-5", Url, signature));
        Assert.False(signer.Verifies("b-4", Url + "1", signature));
        Assert.False(signer.Verifies("b-4h", Url[1..], signature));
        Assert.False(signer.Verifies("", Url, signature));
    }

    [Fact]
    public void The_border_between_creative_and_url_is_signed() =>
        Assert.False(signer.Verifies("ab", "chttp://x/", signer.Sign("a", "bchttp://x/")));

    [Fact]
    public void Links_of_every_key_in_the_ring_verify_and_the_newest_signs()
    {
        Assert.True(signer.Verifies("b", Url, new LinkSigner([Old]).Sign("b", Url)));
        Assert.Equal(new LinkSigner([New]).Sign("b", Url), signer.Sign("b", Url));
        Assert.False(signer.Verifies("b", Url, new LinkSigner([SampleToken.Key(2, 23)]).Sign("b", Url)));
    }

    [Fact]
    public void A_signature_has_one_spelling()
    {
        var signature = signer.Sign("b", Url);
        for (var at = 0; at < signature.Length; at++)
            for (var c = '\0'; c < 0x180; c++)
                if (c != signature[at]) Assert.False(signer.Verifies("b", Url, signature[..at] + c + signature[(at + 1)..]), $"{at}: {(int)c}");
        foreach (var more in new[] { "=", "==", " ", "\n", "A", "AA", new string('A', 5_000) })
            Assert.False(signer.Verifies("b", Url, signature + more));
        for (var length = 0; length < signature.Length; length++) Assert.False(signer.Verifies("b", Url, signature.AsSpan(0, length)));
    }

    [Fact]
    public void Any_text_is_refused_and_nothing_throws() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), ArbMap.Default.ArbFor<string?>(), (url, text) =>
            Assert.False(signer.Verifies("b", url ?? "", text))).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void A_token_is_no_signature_of_a_link() =>
        Assert.False(signer.Verifies("b-4", Url, new TokenSigner([Old, New]).Sign(SampleToken.Any)));

    [Fact]
    public void An_empty_ring_is_refused() => Assert.Throws<ArgumentException>(() => new LinkSigner([]));
}
