using System.Buffers.Text;
using System.Security.Cryptography;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Tests.Delivery;
using CometAdTag.Rotation.Wire;
using FsCheck;
using FsCheck.Fluent;
using static CometAdTag.Rotation.Tests.Delivery.ViewerSample;

namespace CometAdTag.Rotation.Tests.Impressions;

public sealed class ViewerSignerTests
{
    private static readonly SigningKey Old = SampleToken.Key(1, 11), New = SampleToken.Key(2, 22);
    private static readonly ViewerSigner Signer = new([Old, New]);
    private static readonly ViewerHistory Some = (ViewerHistory.Empty with { ViewerId = "01000111010001000101000001010010" })
        .Shown(Use("7", total: 3, session: 2), 2, TimeSpan.FromMinutes(1)).Shown(Use("c-é", seconds: 60, level: CapLevel.Campaign), 1, TimeSpan.Zero);

    [Fact]
    public void A_history_comes_back_as_it_was() =>
        Prop.ForAll(Arb.From(Histories), history =>
        {
            var now = Now.AddDays(27);
            Assert.Equal(history.At(now), Signer.Read(Signer.Sign(history, now), now));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_is_read_for_as_long_as_its_key_is_in_the_ring()
    {
        var signed = new ViewerSigner([Old]).Sign(Some, Now);
        Assert.Equal(Some, new ViewerSigner([New, Old]).Read(signed, Now));
        Assert.Equal(ViewerHistory.Empty, new ViewerSigner([New]).Read(signed, Now));
        Assert.Equal(Some, new ViewerSigner([New]).Read(Signer.Sign(Some, Now), Now));
    }

    [Fact]
    public void What_is_over_when_it_comes_back_is_left_out()
    {
        var signed = Signer.Sign(Some, Now);
        Assert.Equal(0, Signer.Read(signed, Now.AddHours(1)).Count("7").Session.Count);
        Assert.Equal(2, Signer.Read(signed, Now.AddHours(1)).Count("7").Total.Count);
        Assert.Empty(Signer.Read(signed, Now.AddDays(31)).Counts);
    }

    [Fact]
    public void With_one_character_changed_it_reads_as_empty()
    {
        var changed = Signer.Sign(Some, Now).ToCharArray();
        for (var at = 0; at < changed.Length; at++)
        {
            var was = changed[at];
            foreach (var c in "AQgw_-09=+/ é\0")
            {
                if (c == was) continue;
                changed[at] = c;
                Assert.Same(ViewerHistory.Empty, Signer.Read(changed, Now));
            }
            changed[at] = was;
        }
        Assert.Equal(Some, Signer.Read(changed, Now));
    }

    [Fact]
    public void Cut_anywhere_it_reads_as_empty()
    {
        var signed = Signer.Sign(Some, Now);
        for (var length = 0; length < signed.Length; length++) Assert.Same(ViewerHistory.Empty, Signer.Read(signed.AsSpan(0, length), Now));
    }

    [Fact]
    public void Any_text_reads_as_empty_and_nothing_throws() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text => Assert.Same(ViewerHistory.Empty, Signer.Read(text, Now))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_longer_text_than_the_wire_allows_reads_as_empty() => Assert.Same(ViewerHistory.Empty, Signer.Read(new string('A', 1_000_000), Now));

    [Theory]
    [InlineData(1, true), InlineData(0, false), InlineData(2, false)]
    public void Another_version_reads_as_empty_however_well_it_is_signed(byte version, bool isRead)
    {
        var bytes = Base64Url.DecodeFromChars(Signer.Sign(Some, Now));
        bytes[0] = version;
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, New.Secret.ToArray(), 32, info: "viewer history"u8.ToArray());
        byte[] again = [.. bytes[..^16], .. HMACSHA256.HashData(key, bytes[..^16])[..16]];
        Assert.Equal(isRead ? Some : ViewerHistory.Empty, Signer.Read(Base64Url.EncodeToString(again), Now));
    }

    [Fact]
    public void A_token_is_no_history_and_a_history_no_token()
    {
        Assert.Same(ViewerHistory.Empty, Signer.Read(new TokenSigner([Old, New]).Sign(SampleToken.Any), Now));
        Assert.False(new TokenSigner([Old, New]).TryRead(Signer.Sign(ViewerHistory.Empty, Now), out _));
    }

    [Fact]
    public void Without_a_viewer_id_two_viewers_with_the_same_history_have_the_same_text()
    {
        var nameless = Some with { ViewerId = null };
        Assert.Equal(Signer.Sign(nameless, Now), Signer.Sign(ViewerHistory.Empty.Merge(nameless), Now));
        Assert.Null(Signer.Read(Signer.Sign(nameless, Now), Now).ViewerId);
    }

    [Fact]
    public void As_many_as_64_of_an_ad_servers_numbers_fit()
    {
        var history = Full(i => $"{4_000_000_000L + i}") with { ViewerId = new string('x', ViewerHistory.MaxViewerId) };
        var signed = Signer.Sign(history, Now.AddDays(29));
        Assert.InRange(signed.Length, 1, WireLimits.Viewer);
        Assert.Equal(64, Signer.Read(signed, Now.AddDays(29)).Counts.Length);
    }

    [Fact]
    public void Of_long_ids_the_newest_that_fit_are_kept()
    {
        var history = Full(i => $"{i:D32}");
        var signed = Signer.Sign(history, Now.AddDays(29));
        Assert.InRange(signed.Length, WireLimits.Viewer - 64, WireLimits.Viewer);
        var read = Signer.Read(signed, Now.AddDays(29)).Counts;
        Assert.InRange(read.Length, 30, 63);
        Assert.Equal(history.Counts.TakeLast(read.Length), read);
    }

    [Fact]
    public void An_id_that_no_token_could_carry_is_left_out() =>
        Assert.Equal("7", Assert.Single(Signer.Read(Signer.Sign(Some.With([Use(new string('é', 17), total: 2)], Now), Now), Now).Counts, count => count.Level == CapLevel.Creative).Id);

    /// <summary>Everything seen once and 29 days ago, the last one now.</summary>
    private static ViewerHistory Full(Func<int, string> id)
    {
        var history = ViewerHistory.Empty;
        for (var i = 0; i < 64; i++) history = history.With([Use(id(i), total: 3, session: 2, seconds: 60, level: CapLevel.Campaign)], i < 63 ? Now.AddSeconds(i) : Now.AddDays(29));
        return history;
    }
}
