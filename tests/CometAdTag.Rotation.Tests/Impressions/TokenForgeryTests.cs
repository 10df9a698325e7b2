using System.Buffers.Text;
using System.Text;
using CometAdTag.Rotation.Impressions;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Impressions;

public sealed class TokenForgeryTests
{
    private static readonly TokenSigner Signer = new([SampleToken.Key(1, 11), SampleToken.Key(2, 22)]);

    /// <summary>Of every length modulo 3, so that the last character holds 6, 4 and 2 bits of the signature.</summary>
    public static TheoryData<string> Tokens =>
        [Signer.Sign(SampleToken.Of("1", "2", "3")), Signer.Sign(SampleToken.Of("1", "2", "33")), Signer.Sign(SampleToken.Of("1", "2", "333"))];

    [Theory]
    [MemberData(nameof(Tokens))]
    public void A_token_with_any_one_character_changed_is_refused(string token)
    {
        var changed = token.ToCharArray();
        for (var at = 0; at < token.Length; at++)
        {
            for (var c = '\0'; c < 0x180; c++)
            {
                if (c == token[at]) continue;
                changed[at] = c;
                Assert.False(Signer.TryRead(changed, out _), $"{at}: {(int)c}");
            }
            changed[at] = token[at];
        }
        Assert.True(Signer.TryRead(changed, out _));
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void A_token_with_any_one_bit_flipped_is_refused(string token)
    {
        var bytes = Base64Url.DecodeFromChars(token);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Signer.TryRead(Base64Url.EncodeToString(bytes), out _), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void A_token_cut_anywhere_is_refused(string token)
    {
        for (var length = 0; length < token.Length; length++)
        {
            Assert.False(Signer.TryRead(token.AsSpan(0, length), out _));
            Assert.False(Signer.TryRead(token.AsSpan(token.Length - length), out _));
        }
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void A_token_has_one_spelling_padding_and_white_space_are_none(string token)
    {
        foreach (var more in new[] { "=", "==", " ", "\t", "\n", "\r\n", "A", "_", "%20", "é", "\0", new string('A', 300) })
        {
            Assert.False(Signer.TryRead(token + more, out _), $"after: {more}");
            Assert.False(Signer.TryRead(more + token, out _), $"before: {more}");
            Assert.False(Signer.TryRead(token.Insert(7, more), out _), $"within: {more}");
        }
    }

    [Fact]
    public void Any_text_is_refused_and_nothing_throws() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text => Assert.False(Signer.TryRead(text, out _)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Any_bytes_are_refused_with_the_version_and_a_known_key_before_them_too() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            Assert.False(Signer.TryRead(Base64Url.EncodeToString(bytes), out _));
            byte[] likely = [1, 2, .. new byte[29], .. bytes];
            Assert.False(Signer.TryRead(Base64Url.EncodeToString(likely), out _));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Any_three_ids_that_fit_come_back_as_they_were() =>
        Prop.ForAll(Arb.From(Ids), ids =>
        {
            var token = SampleToken.Of(ids.Item1, ids.Item2, ids.Item3);
            Assert.True(Signer.TryRead(Signer.Sign(token), out var read));
            Assert.Equal(token, read);
        }).QuickCheckThrowOnFailure();

    private static Gen<(string, string, string)> Ids => from zone in Id from campaign in Id from creative in Id select (zone, campaign, creative);

    private static Gen<string> Id =>
        from letters in Gen.ArrayOf(Gen.Elements("a", "Z", "0", "-", "é", "€", "😀"))
        select Fitting(letters);

    private static string Fitting(string[] letters)
    {
        var id = new StringBuilder("i");
        foreach (var letter in letters)
            if (Encoding.UTF8.GetByteCount(id.ToString() + letter) <= 32) id.Append(letter);
        return id.ToString();
    }
}
