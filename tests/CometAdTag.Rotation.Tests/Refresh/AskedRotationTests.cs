using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Tests.Refresh;

public sealed class AskedRotationTests
{
    [Theory]
    [InlineData(PendingKind.Event, Trigger.Event)]
    [InlineData(PendingKind.User, Trigger.User)]
    public void An_event_before_the_minimum_interval_waits_for_it(PendingKind kind, Trigger trigger)
    {
        var slot = SlotOnPage.Viewable();
        slot.Ask(kind);
        Assert.Equal(new Turn(30_000, trigger), slot.Next());
    }

    [Fact]
    public void An_event_after_the_minimum_interval_rotates_at_once()
    {
        var slot = new SlotOnPage();
        slot.Wait(40_000);
        slot.Ask(PendingKind.Event);
        Assert.Equal((40_000, Trigger.Event), slot.Pushes[^1]);
    }

    [Fact]
    public void The_minimum_interval_counts_from_rendered()
    {
        var slot = new SlotOnPage();
        slot.Wait(12_000);
        slot.Ask(PendingKind.Event);
        Assert.Equal(30_000, slot.Next().DueAt);
        slot.Do((ref SlotState state, long now) => state.Render(now));
        Assert.Equal(42_000, slot.Next().DueAt);
    }

    [Fact]
    public void A_second_report_of_rendered_does_not_move_the_interval()
    {
        var slot = SlotOnPage.Viewable();
        slot.Wait(5_000);
        slot.Do((ref SlotState state, long now) => state.Render(now));
        slot.Ask(PendingKind.Event);
        Assert.Equal(30_000, slot.Next().DueAt);
    }

    [Fact]
    public void Only_the_newest_event_is_remembered()
    {
        var slot = SlotOnPage.Viewable();
        slot.Ask(PendingKind.User);
        slot.Wait(1_000);
        slot.Ask(PendingKind.Event);
        slot.Wait(28_000);
        Assert.Equal([(0, Trigger.Initial), (30_000, Trigger.Event)], slot.Pushes);
        slot.Wait(60_000);
        Assert.Equal(2, slot.Pushes.Count);
    }

    [Theory]
    [InlineData(60_000, true)]
    [InlineData(60_001, false)]
    public void An_event_is_remembered_for_60_s(long away, bool rotates)
    {
        var slot = new SlotOnPage();
        slot.Wait(0);
        slot.See(false);
        slot.Ask(PendingKind.Event);
        slot.Wait(away);
        slot.See(true);
        Assert.Equal(rotates ? 2 : 1, slot.Pushes.Count);
    }

    [Fact]
    public void An_event_whose_time_comes_only_after_60_s_is_forgotten()
    {
        var slot = new SlotOnPage();
        slot.Wait(0);
        slot.See(false);
        slot.Ask(PendingKind.Event);
        slot.Wait(31_000);
        slot.Do((ref SlotState state, long now) => state.Render(now));
        slot.See(true);
        Assert.True(slot.Next().IsNever);
    }

    [Fact]
    public void An_event_waits_until_the_slot_is_in_view_and_the_page_visible()
    {
        var slot = SlotOnPage.Viewable();
        slot.See(false);
        slot.Show(false);
        slot.Ask(PendingKind.Event);
        slot.Wait(40_000);
        slot.See(true);
        Assert.Single(slot.Pushes);
        slot.Show(true);
        Assert.Equal((41_000, Trigger.Event), slot.Pushes[^1]);
    }

    [Theory]
    [InlineData(5, 5_000)]
    [InlineData(30, 30_000)]
    [InlineData(300, 30_000)]
    public void A_shorter_interval_lowers_the_minimum_and_a_longer_one_does_not_raise_it(int interval, long due)
    {
        var slot = SlotOnPage.Viewable(RefreshPolicy.Default with { Interval = TimeSpan.FromSeconds(interval) });
        slot.Ask(PendingKind.Event);
        Assert.Equal(new Turn(due, Trigger.Event), slot.Next());
    }

    [Theory]
    [InlineData(Triggers.User, PendingKind.Event, false)]
    [InlineData(Triggers.User, PendingKind.User, true)]
    [InlineData(Triggers.Event, PendingKind.Event, true)]
    [InlineData(Triggers.Event, PendingKind.User, false)]
    [InlineData(Triggers.Time, PendingKind.User, false)]
    [InlineData(Triggers.None, PendingKind.Event, false)]
    public void Only_a_trigger_of_the_policy_rotates(Triggers triggers, PendingKind kind, bool rotates)
    {
        var slot = new SlotOnPage { Policy = RefreshPolicy.Default with { Triggers = triggers } };
        slot.Wait(0);
        slot.Ask(kind);
        slot.Wait(30_000);
        Assert.Equal(rotates ? 2 : 1, slot.Pushes.Count);
    }

    [Fact]
    public void Where_the_timer_is_sooner_it_rotates_and_the_event_is_done_with_it()
    {
        var slot = new SlotOnPage();
        slot.State = SlotState.Resumed(age: 29_000, shown: 29_000, rendered: true, viewable: true, now: 0);
        slot.State.InView = true;
        slot.Do((ref SlotState state, long now) => state.Ask(PendingKind.Event, now));
        Assert.Equal(new Turn(1_000, Trigger.Event), slot.Next());
        slot.State = SlotState.Resumed(age: 29_500, shown: 29_500, rendered: false, viewable: true, now: 0);
        slot.State.InView = true;
        slot.Wait(500);
        Assert.Equal((500, Trigger.Time), slot.Pushes[^1]);
        Assert.Equal(PendingKind.None, slot.State.Pending.Kind);
    }

    [Theory]
    [InlineData(PendingKind.None, 0, false)]
    [InlineData(PendingKind.Event, 60_000, true)]
    [InlineData(PendingKind.User, 60_001, false)]
    [InlineData(PendingKind.Navigate, 86_400_000, true)]
    public void What_waits_is_alive_for_60_s_and_a_navigation_until_it_happens(PendingKind kind, long after, bool alive) =>
        Assert.Equal(alive, new PendingRotation(kind, 0).IsAlive(after));
}
