using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Rotation.Tests.Wire;

public sealed class WordsTests
{
    [Fact]
    public void The_words_of_the_passback_reasons_are_those_of_the_wire() =>
        Assert.Equal(
            "no_link none_running out_of_flight size rules capped goal_reached pacing on_page withdrawn "
            + "snapshot_old ad_server_away zone_disabled too_small unknown_zone",
            string.Join(' ', Words.All<PassbackReason>()));

    [Fact]
    public void The_words_of_the_refusals_are_those_of_the_wire() =>
        Assert.Equal(
            "none malformed forged expired duplicate too_early impossible_time origin bot no_agent rate",
            string.Join(' ', Words.All<Refusal>()));

    [Fact]
    public void A_word_is_made_once() =>
        Assert.Same(Words.Of(PassbackReason.AdServerAway), Words.Of(PassbackReason.AdServerAway));

    [Fact]
    public void Asking_for_a_word_allocates_nothing() => Assert.Equal(0, Allocated.By(() =>
    {
        for (var i = 0; i < 1_000; i++) _ = Words.Of(Trigger.Event);
    }));

    [Fact]
    public void A_value_without_a_name_has_no_word() =>
        Assert.Contains("Stage", Assert.Throws<ArgumentOutOfRangeException>(() => Words.Of((Stage)99)).Message, StringComparison.Ordinal);
}
