using System.Buffers.Text;
using System.Text;
using CometAdTag.Rotation.Holdout;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Tests.Impressions;

public sealed class TokenSignerTests
{
    private static readonly SigningKey Old = SampleToken.Key(1, 11), New = SampleToken.Key(2, 22);

    private readonly TokenSigner signer = new([New]);

    [Fact]
    public void A_token_carries_all_of_the_impression_with_ids_of_every_length()
    {
        for (var length = 1; length <= 32; length++)
        {
            var token = SampleToken.Of(new string('z', length), new string('c', 33 - length), new string('b', length));
            AssertRoundTrip(token);
        }
    }

    [Theory]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    [InlineData("zone 😀 €é")]
    [InlineData("éééééééééééééééé")]
    [InlineData("€€€€€€€€€€ab")]
    [InlineData("😀😀😀😀😀😀😀😀")]
    public void A_token_carries_ids_of_any_script_up_to_32_bytes(string id) => AssertRoundTrip(SampleToken.Of(id, id, id));

    [Fact]
    public void The_longest_token_has_no_more_than_240_characters()
    {
        var longest = new string('x', 32);
        var token = SampleToken.Of(longest, longest, longest);
        Assert.InRange(signer.Sign(token).Length, 1, ImpressionToken.MaxLength);
        Assert.InRange(signer.Sign(In(token, PageGroup.Of(Arm.Holdout, 63))).Length, 1, ImpressionToken.MaxLength);
    }

    [Fact]
    public void A_token_carries_the_group_of_the_page()
    {
        var longest = new string('x', 32);
        foreach (var arm in Enum.GetValues<Arm>())
            for (var number = 0; number < PageGroup.Groups; number++)
            {
                AssertRoundTrip(In(SampleToken.Any, PageGroup.Of(arm, number)));
                AssertRoundTrip(In(SampleToken.Of(longest, longest, longest), PageGroup.Of(arm, number)));
            }
    }

    [Fact]
    public void A_page_cannot_move_to_another_group()
    {
        var bytes = Base64Url.DecodeFromChars(signer.Sign(In(SampleToken.Any, PageGroup.Of(Arm.Holdout, 5))));
        bytes[^17] = PageGroup.Of(Arm.Refreshing, 5).Code;
        Assert.False(signer.TryRead(Base64Url.EncodeToString(bytes), out _));
    }

    /// <summary>Signed by the release before there were groups; without a group the same is signed today, so that release reads it too.</summary>
    [Fact]
    public void A_token_of_an_older_release_still_reads()
    {
        const string Older = "AQIBoxhcUABwAIAAAAAAADA5AgADAALerb7vAAAATQE1BGMtMTcDYi00q_gdWWfe_SopAJMOykBWLg";
        Assert.True(signer.TryRead(Older, out var read));
        Assert.Equal(SampleToken.Any, read);
        Assert.True(read.Impression.Group.IsNone);
        Assert.Equal(Older, signer.Sign(SampleToken.Any));
    }

    [Theory]
    [InlineData(Trigger.Initial, 0, 0)]
    [InlineData(Trigger.User, 1, 0)]
    [InlineData(Trigger.Event, 65_535, 65_535)]
    [InlineData(Trigger.Time, 300, 299)]
    public void A_token_carries_the_trigger_and_both_counts(Trigger trigger, int index, int refreshes)
    {
        var any = SampleToken.Any;
        AssertRoundTrip(any with { Impression = any.Impression with { Trigger = trigger, Index = index }, Refreshes = refreshes });
    }

    [Fact]
    public void Counts_beyond_what_a_token_holds_stay_at_the_most_it_holds()
    {
        var any = SampleToken.Any;
        Assert.True(signer.TryRead(signer.Sign(any with { Impression = any.Impression with { Index = 70_000 }, Refreshes = 65_536 }), out var read));
        Assert.Equal((65_535, 65_535), (read.Impression.Index, read.Refreshes));
    }

    [Fact]
    public void A_ring_of_two_keys_verifies_the_old_and_signs_with_the_new()
    {
        var ring = new TokenSigner([New, Old]);
        var ofOld = new TokenSigner([Old]).Sign(SampleToken.Any);
        Assert.True(ring.TryRead(ofOld, out _));
        var signed = ring.Sign(SampleToken.Any);
        Assert.True(signer.TryRead(signed, out _));
        Assert.False(new TokenSigner([Old]).TryRead(signed, out _));
    }

    [Fact]
    public void A_foreign_key_is_refused_under_another_number_and_under_the_same()
    {
        Assert.False(signer.TryRead(new TokenSigner([SampleToken.Key(9, 22)]).Sign(SampleToken.Any), out _));
        Assert.False(signer.TryRead(new TokenSigner([SampleToken.Key(2, 23)]).Sign(SampleToken.Any), out _));
    }

    [Fact]
    public void A_key_that_left_the_ring_verifies_nothing_any_more() =>
        Assert.False(signer.TryRead(new TokenSigner([Old]).Sign(SampleToken.Any), out _));

    /// <summary>The token's bytes are made valid UTF-8 with a 0 in them, so that the same bytes can be signed as a link.</summary>
    [Fact]
    public void A_signature_made_for_a_link_is_worth_nothing_for_a_token()
    {
        var id = ImpressionId.Create(0x0123_4567_0123, ((UInt128)0x0C3 << 64) | 0x0001_0101_0101_0101);
        var token = signer.Sign(new(new(id, "1", "2", "3", Trigger.Time, 1), 1, 0x0101_0101, 0x0101_0101));
        var signed = Base64Url.DecodeFromChars(token)[..^16];
        var text = Encoding.UTF8.GetString(signed).Split('\0', 2);
        Assert.Equal(signed, Encoding.UTF8.GetBytes($"{text[0]}\0{text[1]}"));
        var link = new LinkSigner([New]).Sign(text[0], text[1]);
        Assert.True(signer.TryRead(token, out _));
        Assert.False(signer.TryRead(Base64Url.EncodeToString([.. signed, .. Base64Url.DecodeFromChars(link)]), out _));
    }

    [Fact]
    public void A_ring_that_is_empty_or_has_two_keys_of_one_number_is_refused_and_says_so()
    {
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => new TokenSigner([])).Message, StringComparison.Ordinal);
        Assert.Contains("one number", Assert.Throws<ArgumentException>(() => new TokenSigner([New, SampleToken.Key(2, 5)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_signed_and_read_on_many_threads_at_once_are_all_good() =>
        Parallel.For(0, 2_000, i => AssertRoundTrip(SampleToken.Of($"z{i}", $"c{i}", $"b{i}")));

    private static ImpressionToken In(ImpressionToken token, PageGroup group) => token with { Impression = token.Impression with { Group = group } };

    private void AssertRoundTrip(ImpressionToken token)
    {
        Assert.True(signer.TryRead(signer.Sign(token), out var read));
        Assert.Equal(token, read);
        Assert.Equal(SampleToken.IssuedAt, read.IssuedAt);
    }
}
