using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Tests.Pages;

public sealed class OutboxTests
{
    private readonly Outbox outbox = new();

    [Fact]
    public void Frames_leave_in_the_order_in_which_they_came()
    {
        outbox.Add(null, Named("1"));
        outbox.Add("a", Named("2"));
        outbox.Add(null, Named("3"));

        Assert.Equal(["1", "2", "3"], Taken());
        Assert.Equal(0, outbox.Count);
    }

    [Fact]
    public void Of_one_slot_only_the_newest_frame_waits()
    {
        outbox.Add("a", Named("old"));
        outbox.Add("b", Named("other"));
        outbox.Add("a", Named("new"));

        Assert.Equal(["other", "new"], Taken());
    }

    [Fact]
    public void What_waits_for_a_slot_that_is_gone_is_taken_back()
    {
        outbox.Add("a", Named("1"));
        outbox.Add("b", Named("2"));
        outbox.Forget("a");

        Assert.Equal(["2"], Taken());
    }

    [Fact]
    public void A_full_outbox_takes_nothing_more_but_the_newer_frame_of_a_slot()
    {
        outbox.Add("a", Named("old"));
        for (var filled = 1; filled < Outbox.Capacity; filled++) Assert.True(outbox.Add(null, Named("other")));

        Assert.False(outbox.Add(null, Named("too much")));
        Assert.True(outbox.Add("a", Named("new")));
        Assert.Equal("new", Taken()[^1]);
    }

    private string[] Taken() => [.. outbox.Take().Select(frame => frame.Type)];

    private static Frame Named(string type) => new(type, []);
}
