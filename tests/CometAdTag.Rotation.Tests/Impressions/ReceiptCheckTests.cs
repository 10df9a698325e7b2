using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Rotation.Tests.Impressions;

public sealed class ReceiptCheckTests
{
    private const long Day = 86_400_000;

    [Theory]
    [InlineData(Stage.Rendered, 0, 0, Refusal.None)]
    [InlineData(Stage.Rendered, Day, 0, Refusal.None)]
    [InlineData(Stage.Rendered, Day + 1, 0, Refusal.Expired)]
    [InlineData(Stage.Ended, Day + 1, 5, Refusal.Expired)]
    [InlineData(Stage.Viewable, 999, 0, Refusal.TooEarly)]
    [InlineData(Stage.Viewable, 1_000, 0, Refusal.None)]
    [InlineData(Stage.Viewable, 1_000, 1_000, Refusal.None)]
    [InlineData(Stage.Ended, 5_000, 6_000, Refusal.None)]
    [InlineData(Stage.Ended, 5_000, 6_001, Refusal.ImpossibleTime)]
    [InlineData(Stage.Ended, 0, 1_000, Refusal.None)]
    [InlineData(Stage.Ended, 0, 1_001, Refusal.ImpossibleTime)]
    [InlineData(Stage.Error, 5_000, long.MaxValue, Refusal.ImpossibleTime)]
    [InlineData(Stage.Rendered, -1, 0, Refusal.None)]
    [InlineData(Stage.Rendered, -60_000, 0, Refusal.None)]
    [InlineData(Stage.Viewable, -1, 0, Refusal.TooEarly)]
    [InlineData(Stage.Ended, -1, 1_001, Refusal.ImpossibleTime)]
    public void A_receipt_is_held_against_the_age_of_its_token(Stage stage, long age, long shown, Refusal expected) =>
        Assert.Equal(expected, ReceiptCheck.Of(SampleToken.Any, stage, shown, SampleToken.Origin, SampleToken.IssuedAt + age));

    [Theory]
    [InlineData(SampleToken.Origin, SampleToken.Origin, Refusal.None)]
    [InlineData(SampleToken.Origin, 78, Refusal.Origin)]
    [InlineData(SampleToken.Origin, 0, Refusal.Origin)]
    [InlineData(0, SampleToken.Origin, Refusal.Origin)]
    [InlineData(0, 0, Refusal.Origin)]
    public void A_receipt_counts_only_from_the_origin_of_its_token_and_never_without_one(uint ofToken, uint ofPage, Refusal expected) =>
        Assert.Equal(expected, ReceiptCheck.Of(SampleToken.Any with { OriginHash = ofToken }, Stage.Rendered, 0, ofPage, SampleToken.IssuedAt + 10));

    [Fact]
    public void A_fingerprint_is_the_same_for_the_same_text_another_for_another_and_never_0()
    {
        Assert.Equal(Fingerprint.Of("https://a.example/é?q"), Fingerprint.Of("https://a.example/é?q"));
        var prints = Enumerable.Range(0, 10_000).Select(i => Fingerprint.Of($"https://a.example/{i}")).ToHashSet();
        Assert.InRange(prints.Count, 9_990, 10_000);
        Assert.DoesNotContain(0u, prints);
    }

    /// <summary>Tokens of other nodes and older versions carry it: it must not change. SHA-256 of the empty text begins e3b0c442.</summary>
    [Fact]
    public void A_fingerprint_is_the_first_32_bits_of_the_SHA_256() => Assert.Equal(0xe3b0c442, Fingerprint.Of(""));
}
