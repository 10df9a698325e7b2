using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Tests.Refresh;

/// <summary>A slot while and after somebody else decides what it shows.</summary>
public sealed class AwaitedRotationTests
{
    [Fact]
    public void Nothing_is_due_while_the_answer_is_awaited_and_the_clock_goes_on()
    {
        var slot = SlotOnPage.Viewable();
        slot.State.Awaits = true;
        slot.Ask(PendingKind.User);
        slot.Wait(40_000);
        Assert.True(slot.Next().IsNever);
        Assert.Single(slot.Pushes);
        Assert.Equal(40_000, slot.State.Shown(slot.Now));
    }

    [Fact]
    public void What_is_kept_begins_its_clock_anew_and_forgets_the_event_that_asked()
    {
        var slot = SlotOnPage.Viewable();
        slot.State.Awaits = true;
        slot.Wait(31_000);
        slot.Ask(PendingKind.Event);
        slot.Do((ref SlotState state, long now) =>
        {
            state.Awaits = false;
            state.Keep(now);
        });

        Assert.Equal(new Turn(slot.Now + 30_000, Trigger.Time), slot.Next());
        Assert.True(slot.State is { Filled: true, Rendered: true, Viewable: true });
    }

    [Fact]
    public void An_event_after_it_was_kept_has_its_spacing_from_then()
    {
        var slot = SlotOnPage.Viewable();
        slot.Wait(29_000);
        slot.Do((ref SlotState state, long now) => state.Keep(now));
        slot.Ask(PendingKind.User);

        Assert.Equal(new Turn(slot.Now + 30_000, Trigger.User), slot.Next());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_empty_slot_is_asked_for_again_at_its_time_in_view_or_not_whatever_its_policy(bool inView)
    {
        var slot = new SlotOnPage { Policy = RefreshPolicy.Default with { Enabled = false } };
        slot.State = new() { InView = inView };
        slot.State.AskFrom(7_000);

        Assert.True(slot.State.IsKnown);
        Assert.Equal(new Turn(7_000, Trigger.Initial), slot.Next());
        slot.Wait(9_000);
        Assert.Equal([(7_000, Trigger.Initial)], slot.Pushes);
    }
}
