using System.Text;
using System.Text.Json;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Wire;

public sealed class ServiceFramesTests
{
    private static readonly Impression Impression =
        new(ImpressionId.Create(1_645_557_742_000, ((UInt128)0xCC3 << 64) | 0x18C4_DC0C_0C07_398F), "5", "c1", "b2", Trigger.Time, 3);

    [Fact]
    public void Ping_is_its_type_alone() => AssertFrame("ping", """{"type":"ping"}""", ServiceFrames.Ping);

    [Fact]
    public void Ready_tells_the_page_its_id_heartbeat_and_slots()
    {
        var slots = new ReadySlot[]
        {
            new("top", "5", 728, 90, TimeSpan.FromSeconds(30), 10, 0.5),
            new("side", "6", 300, 600, TimeSpan.FromMilliseconds(1_500), 0, 0.3),
            new("any", "7", -1, -1, TimeSpan.FromDays(1), 1, 0.5),
        };
        AssertFrame(
            "ready",
            """{"type":"ready","page":"p1","heartbeat":20000,"slots":[""" +
            """{"slot":"top","zone":"5","width":728,"height":90,"interval":30000,"maxRefreshes":10,"ratio":0.5},""" +
            """{"slot":"side","zone":"6","width":300,"height":600,"interval":1500,"maxRefreshes":0,"ratio":0.3},""" +
            """{"slot":"any","zone":"7","width":-1,"height":-1,"interval":86400000,"maxRefreshes":1,"ratio":0.5}]}""",
            ServiceFrames.Ready("p1", TimeSpan.FromSeconds(20), slots));
        AssertFrame("ready", """{"type":"ready","page":"p1","heartbeat":1000,"slots":[]}""", ServiceFrames.Ready("p1", TimeSpan.FromSeconds(1), []));
    }

    [Theory]
    [InlineData(Triggers.All, "")]
    [InlineData(Triggers.None, ",\"triggers\":[]")]
    [InlineData(Triggers.User | Triggers.Event, ",\"triggers\":[\"user\",\"event\"]")]
    [InlineData(Triggers.Time, ",\"triggers\":[\"time\"]")]
    public void Ready_names_the_triggers_of_a_slot_only_where_not_all_refresh_it(Triggers triggers, string member) =>
        AssertFrame(
            "ready",
            $$"""{"type":"ready","page":"p","heartbeat":1000,"slots":[{"slot":"a","zone":"5","width":1,"height":2,"interval":1000,"maxRefreshes":0,"ratio":0.5{{member}}}]}""",
            ServiceFrames.Ready("p", TimeSpan.FromSeconds(1), [new("a", "5", 1, 2, TimeSpan.FromSeconds(1), 0, 0.5, Triggers: triggers)]));

    [Fact]
    public void An_ad_has_all_of_its_members_and_the_optional_ones_only_where_they_say_something()
    {
        const string Begin = """{"type":"ad","slot":"top","id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","token":"t","trigger":"time","index":3,""";
        const string End = """
            "creative":"b2","campaign":"c1","width":728,"height":90,"html":"<b>x</b>","ttl":300000}
            """;
        var ad = new AdFrame("top", Impression, "t", 728, 90, "<b>x</b>", TimeSpan.FromMinutes(5));
        AssertFrame("ad", Begin + End, ServiceFrames.Ad(ad));
        AssertFrame("ad", Begin + "\"withdrawal\":true," + End, ServiceFrames.Ad(ad with { Withdrawal = true }));
        AssertFrame("ad", Begin + "\"stays\":true," + End, ServiceFrames.Ad(ad with { Stays = true }));
        AssertFrame(
            "ad", (Begin + End).Replace("\"html\"", "\"origin\":\"https://c.test\",\"html\"", StringComparison.Ordinal), ServiceFrames.Ad(ad with { Origin = "https://c.test" }));
    }

    [Theory]
    [InlineData(Trigger.Initial, "initial")]
    [InlineData(Trigger.User, "user")]
    [InlineData(Trigger.Event, "event")]
    [InlineData(Trigger.Time, "time")]
    public void An_ad_says_its_trigger(Trigger trigger, string word)
    {
        var ad = new AdFrame("top", Impression with { Trigger = trigger }, "t", 1, 1, "", TimeSpan.Zero);
        Assert.Equal(word, Parsed(ServiceFrames.Ad(ad)).GetProperty("trigger").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Empty_says_why(bool collapse) =>
        AssertFrame(
            "empty",
            $$"""{"type":"empty","slot":"top","reason":"none_running","collapse":{{(collapse ? "true" : "false")}}}""",
            ServiceFrames.Empty("top", "none_running", collapse));

    [Fact]
    public void Ack_names_what_was_taken_and_what_was_refused()
    {
        AssertFrame(
            "ack",
            """{"type":"ack","acked":[1,9007199254740991],"refused":[{"n":2,"reason":"impossible_time"},{"n":3,"reason":"forged"}]}""",
            ServiceFrames.Ack([1, 9_007_199_254_740_991], [new(2, Refusal.ImpossibleTime), new(3, Refusal.Forged)]));
        AssertFrame("ack", """{"type":"ack","acked":[],"refused":[]}""", ServiceFrames.Ack([], []));
        AssertFrame("ack", """{"type":"ack","acked":[1],"refused":[],"viewer":"AQ"}""", ServiceFrames.Ack([1], [], "AQ"));
    }

    [Fact]
    public void Close_says_why_and_when_to_come_back_and_a_detail_only_where_there_is_one()
    {
        AssertFrame(
            "close", """{"type":"close","reason":"shutdown","retryAfter":1234,"final":false}""",
            ServiceFrames.Close(CloseReason.Shutdown, TimeSpan.FromMilliseconds(1_234.9), ""));
        AssertFrame(
            "close", """{"type":"close","reason":"bad_hello","retryAfter":0,"final":true,"detail":"v: 2 is not 1"}""",
            ServiceFrames.Close(CloseReason.BadHello, TimeSpan.Zero, "v: 2 is not 1"));
    }

    [Theory]
    [InlineData("say \"hi\" \\ there")]
    [InlineData("line\nline\r\nline\ttab\0nul\u007f")]
    [InlineData("</script><!-- & ' + ` -->")]
    [InlineData("\u2028 and \u2029 \ufeff \uffff")]
    [InlineData("😀 é € 中文 \U0010FFFF")]
    public void Html_of_any_kind_comes_back_as_it_was_on_one_line(string html)
    {
        var frame = ServiceFrames.Ad(new("top", Impression, "t", 1, 1, html, TimeSpan.Zero));
        Assert.Equal(html, Parsed(frame).GetProperty("html").GetString());
        Assert.DoesNotContain(frame.Json, value => value < 0x20);
    }

    /// <summary>Attributes cannot hold half a character.</summary>
    [Fact]
    public void Half_a_character_is_replaced()
    {
        foreach (var (html, expected) in new[] { ("a\ud800b", "a\ufffdb"), ("\udc00", "\ufffd"), ("\ud800\ud800\udc00", "\ufffd\ud800\udc00") })
        {
            var frame = ServiceFrames.Ad(new("top", Impression, "t", 1, 1, html, TimeSpan.Zero));
            Assert.Equal(expected, Parsed(frame).GetProperty("html").GetString());
        }
    }

    [Fact]
    public void Whatever_the_text_a_frame_is_one_line_of_valid_JSON() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        {
            var any = text ?? "";
            var frames = new[]
            {
                ServiceFrames.Ad(new(any, Impression with { Creative = any, Campaign = any }, any, 1, 1, any, TimeSpan.Zero)),
                ServiceFrames.Empty(any, any, collapse: false), ServiceFrames.Close(CloseReason.BadFrame, TimeSpan.Zero, any),
                ServiceFrames.Ready(any, TimeSpan.Zero, [new(any, any, 1, 1, TimeSpan.Zero, 0, 0.5)]),
            };
            foreach (var frame in frames)
            {
                Assert.Equal(frame.Type, Parsed(frame).EnumerateObject().First().Value.GetString());
                Assert.DoesNotContain(frame.Json, value => value < 0x20);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static void AssertFrame(string type, string json, Frame frame)
    {
        Assert.Equal(json, Encoding.UTF8.GetString(frame.Json));
        Assert.Equal(type, frame.Type);
    }

    private static JsonElement Parsed(Frame frame)
    {
        using var document = JsonDocument.Parse(frame.Json);
        return document.RootElement.Clone();
    }
}
