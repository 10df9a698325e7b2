using CometAdTag.Rotation.Wire;

namespace CometAdTag.Rotation.Tests.Wire;

public sealed class CloseReasonTests
{
    [Theory]
    [InlineData(CloseReason.Replaced, "replaced", 4000, false)]
    [InlineData(CloseReason.Slow, "slow", 4001, false)]
    [InlineData(CloseReason.Idle, "idle", 4002, false)]
    [InlineData(CloseReason.Shutdown, "shutdown", 4003, false)]
    [InlineData(CloseReason.Overload, "overload", 4004, false)]
    [InlineData(CloseReason.BadFrame, "bad_frame", 4005, true)]
    [InlineData(CloseReason.BadHello, "bad_hello", 4006, true)]
    [InlineData(CloseReason.Origin, "origin", 4007, true)]
    [InlineData(CloseReason.Limit, "limit", 4008, false)]
    [InlineData(CloseReason.UnknownZone, "unknown_zone", 4009, true)]
    [InlineData(CloseReason.Disabled, "disabled", 4010, true)]
    public void A_reason_has_its_word_its_socket_code_and_is_final_or_not(CloseReason reason, string word, int code, bool final)
    {
        Assert.Equal((word, code, final), (Words.Of(reason), reason.SocketCode(), reason.IsFinal()));
        Assert.Equal(
            $$"""{"type":"close","reason":"{{word}}","retryAfter":5,"final":{{(final ? "true" : "false")}}}""",
            System.Text.Encoding.UTF8.GetString(ServiceFrames.Close(reason, TimeSpan.FromMilliseconds(5), "").Json));
    }

    [Fact]
    public void There_are_no_other_reasons() => Assert.Equal(11, Enum.GetValues<CloseReason>().Length);
}
