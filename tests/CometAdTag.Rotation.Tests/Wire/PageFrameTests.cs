using CometAdTag.Rotation.Wire;

namespace CometAdTag.Rotation.Tests.Wire;

public sealed class PageFrameTests
{
    [Fact]
    public void A_hello_with_only_what_is_required_has_the_defaults()
    {
        var hello = Text.Read<HelloFrame>(Text.Hello);
        Assert.Equal((1, "https://news.example/", "", ""), (hello.V, hello.Url, hello.Referrer, hello.Source));
        Assert.False(hello.Visible);
        Assert.Null(hello.Page);
        Assert.Null(hello.Viewer);
        Assert.Empty(hello.Slots);
        Assert.Empty(hello.Resume);
        Assert.Empty(hello.Receipts);
        Assert.Empty(hello.Events);
        Assert.Empty(hello.Variables);
        Assert.Equal(new Consent { Storage = false, Gpc = false, TcString = null, GppString = null }, hello.Consent);
    }

    [Fact]
    public void A_full_hello_is_read_whole()
    {
        var hello = Text.Read<HelloFrame>(Text.FullHello);
        Assert.Equal(("p1", "https://news.example/a?b#c", "https://search.example/"), (hello.Page, hello.Url, hello.Referrer));
        Assert.True(hello.Visible);
        Assert.Equal(
            [
                new SlotAdded { Slot = "top", Zone = "5", W = 728, H = 90, InView = true },
                new SlotAdded { Slot = "side", Zone = "6", W = 0, H = 0, InView = false },
            ],
            hello.Slots);
        Assert.Equal([new SlotResumed { Slot = "top", Token = "t1", Rendered = true, Viewable = true, Shown = 12_345 }], hello.Resume);
        Assert.Equal([new ReceiptFrame { N = 1, Token = "t1", Stage = "ended", Shown = 12_345, Reason = "unload" }], hello.Receipts);
        Assert.Equal(["score", "goal"], hello.Events.Select(happened => happened.Name));
        Assert.Equal(["user", "event"], hello.Events.Select(happened => happened.Trigger));
        Assert.Equal(["top"], hello.Events[0].Slots!);
        Assert.Null(hello.Events[1].Slots);
        Assert.Equal(new Consent { Storage = true, Gpc = true, TcString = "tc", GppString = "gpp" }, hello.Consent);
        Assert.Equal(("blob", "sport", "app"), (hello.Viewer, hello.Variables["section"], hello.Source));
    }

    [Fact]
    public void Slots_and_what_is_resumed_have_defaults_too()
    {
        var slot = Assert.Single(Text.Read<HelloFrame>(Text.HelloWith("slots", """[{"slot":"a","zone":"1","w":1,"h":2}]""")).Slots);
        Assert.False(slot.InView);
        var resumed = Assert.Single(Text.Read<HelloFrame>(Text.HelloWith("resume", """[{"slot":"a","token":"t"}]""")).Resume);
        Assert.Equal(new SlotResumed { Slot = "a", Token = "t", Rendered = false, Viewable = false, Shown = 0 }, resumed);
        Assert.Equal("event", Assert.Single(Text.Read<HelloFrame>(Text.HelloWith("events", """[{"name":"x"}]""")).Events).Trigger);
        Assert.Equal(new Consent(), Text.Read<HelloFrame>(Text.HelloWith("consent", "{}")).Consent);
    }

    [Fact]
    public void A_slots_frame_is_read()
    {
        var full = Text.Read<SlotsFrame>("""{"type":"slots","add":[{"slot":"a","zone":"1","w":300,"h":250,"inView":true}],"remove":["b","c"]}""");
        Assert.Equal(new SlotAdded { Slot = "a", Zone = "1", W = 300, H = 250, InView = true }, Assert.Single(full.Add));
        Assert.Equal(["b", "c"], full.Remove);
        var minimal = Text.Read<SlotsFrame>("""{"type":"slots"}""");
        Assert.Empty(minimal.Add);
        Assert.Empty(minimal.Remove);
    }

    [Fact]
    public void A_view_frame_is_read()
    {
        var full = Text.Read<ViewFrame>("""{"type":"view","visible":true,"slots":{"a":true,"b":false}}""");
        Assert.True(full.Visible);
        Assert.Equal([new("a", true), new("b", false)], full.Slots.OrderBy(slot => slot.Key));
        var minimal = Text.Read<ViewFrame>("""{"type":"view"}""");
        Assert.False(minimal.Visible);
        Assert.Empty(minimal.Slots);
    }

    [Fact]
    public void A_page_frame_is_read_and_what_is_missing_stays_as_it_was()
    {
        var full = Text.Read<PageChangeFrame>(
            """{"type":"page","url":"https://a.example/2","referrer":"r","variables":{"k":"v"},"source":"s","consent":{"gpc":true},"viewer":"b"}""");
        Assert.Equal(("https://a.example/2", "r", "s", "b", "v"), (full.Url, full.Referrer, full.Source, full.Viewer, full.Variables!["k"]));
        Assert.Equal(new Consent { Gpc = true }, full.Consent);
        Assert.Equal(new PageChangeFrame(), Text.Read<PageChangeFrame>("""{"type":"page"}"""));
    }

    [Fact]
    public void An_event_is_read()
    {
        var full = Text.Read<EventFrame>("""{"type":"event","name":"goal","trigger":"user","slots":["a"]}""");
        Assert.Equal(("goal", "user"), (full.Name, full.Trigger));
        Assert.Equal(["a"], full.Slots!);
        Assert.Equal(new EventFrame { Name = "goal", Trigger = "event", Slots = null }, Text.Read<EventFrame>("""{"type":"event","name":"goal"}"""));
    }

    [Fact]
    public void A_receipt_is_read()
    {
        Assert.Equal(
            new ReceiptFrame { N = 9_007_199_254_740_991, Token = "t", Stage = "ended", Shown = 5, Reason = "hidden" },
            Text.Read<ReceiptFrame>("""{"type":"receipt","n":9007199254740991,"token":"t","stage":"ended","shown":5,"reason":"hidden"}"""));
        Assert.Equal(
            new ReceiptFrame { N = 1, Token = "t", Stage = "viewable", Shown = 0, Reason = null },
            Text.Read<ReceiptFrame>("""{"type":"receipt","n":1,"token":"t","stage":"viewable"}"""));
    }

    [Fact]
    public void A_bye_is_read() => Text.Read<ByeFrame>("""{"type":"bye"}""");

    [Theory]
    [InlineData("""{"type":"bye","extra":{"deep":[1,2,{"x":null}]}}""")]
    [InlineData("""{"type":"bye","$id":"1","$ref":5,"Type":"hello"}""")]
    [InlineData("""{"type":"bye","type":"hello"}""")]
    [InlineData("""{"\u0074ype":"b\u0079e"}""")]
    [InlineData(" { \"type\" : \"bye\" } \n")]
    [InlineData("""{"type":"bye","x":[[[[[[[]]]]]]]}""")]
    public void Members_that_are_unknown_are_ignored(string json) => Text.Read<ByeFrame>(json);

    [Fact]
    public void Of_a_member_that_is_there_twice_the_last_counts()
    {
        var view = Text.Read<ViewFrame>("""{"type":"view","visible":true,"slots":{"a":true,"a":false},"visible":false}""");
        Assert.False(view.Visible);
        Assert.False(view.Slots["a"]);
        Assert.Equal("https://b.example/", Text.Read<HelloFrame>(Text.HelloWith("url", "\"https://b.example/\"")).Url);
    }
}
