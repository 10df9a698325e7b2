using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Tests.Refresh;

public sealed class TimedRotationTests
{
    [Fact]
    public void A_slot_of_a_visible_page_is_filled_at_once_in_view_or_not()
    {
        Assert.Equal(new Turn(7, Trigger.Initial), Turn.Next(new SlotState(), RefreshPolicy.Default, pageVisible: true, 7));
        Assert.Equal(new Turn(7, Trigger.Initial), Turn.Next(new SlotState { InView = true }, RefreshPolicy.Default, pageVisible: true, 7));
    }

    [Fact]
    public void A_slot_of_a_hidden_page_is_not_filled() =>
        Assert.True(Turn.Next(new SlotState { InView = true }, RefreshPolicy.Default, pageVisible: false, 7).IsNever);

    [Fact]
    public void A_slot_is_filled_first_whatever_its_policy()
    {
        var policy = new RefreshPolicy(TimeSpan.FromSeconds(30), 1, Enabled: false, Triggers.None, OnNavigate.Keep);
        Assert.Equal(Trigger.Initial, Turn.Next(new SlotState(), policy, pageVisible: true, 0).Trigger);
    }

    [Fact]
    public void The_clock_starts_when_the_creative_is_viewable_not_when_it_is_pushed_or_rendered()
    {
        var slot = new SlotOnPage();
        slot.Wait(10_000);
        slot.Do((ref SlotState state, long now) => state.Render(now));
        slot.Wait(10_000);
        Assert.True(slot.Next().IsNever);
        slot.Do((ref SlotState state, long now) => state.View(now));
        Assert.Equal(new Turn(50_000, Trigger.Time), slot.Next());
    }

    [Fact]
    public void A_creative_that_is_never_viewable_is_never_rotated_by_time()
    {
        var slot = new SlotOnPage();
        slot.Wait(86_400_000);
        Assert.Single(slot.Pushes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_clock_stands_still_while_hidden_or_out_of_view_and_goes_on_from_where_it_stood(bool hidden)
    {
        var slot = SlotOnPage.Viewable();
        slot.Wait(20_000);
        if (hidden) slot.Show(false);
        else slot.See(false);
        Assert.True(slot.Next().IsNever);
        slot.Wait(3_600_000);
        Assert.Equal(20_000, slot.State.Shown(slot.Now));
        if (hidden) slot.Show(true);
        else slot.See(true);
        Assert.Equal(new Turn(slot.Now + 10_000, Trigger.Time), slot.Next());
    }

    [Fact]
    public void A_slot_that_was_away_for_long_gets_one_creative_and_no_burst()
    {
        var slot = SlotOnPage.Viewable();
        slot.Wait(29_999);
        slot.Show(false);
        slot.Wait(3_600_000);
        slot.Show(true);
        slot.Wait(60_000);
        Assert.Equal(2, slot.Pushes.Count);
        Assert.Equal((3_631_000, Trigger.Time), slot.Pushes[1]);
    }

    [Fact]
    public void A_turn_that_came_late_is_due_now_and_once()
    {
        var slot = SlotOnPage.Viewable();
        slot.State.RunClock(pageVisible: true, slot.Now);
        Assert.Equal(new Turn(500_000, Trigger.Time), Turn.Next(slot.State, slot.Policy, pageVisible: true, 500_000));
        slot.State.Push(filled: true, stays: false, 500_000);
        Assert.True(Turn.Next(slot.State, slot.Policy, pageVisible: true, 500_000).IsNever);
    }

    [Fact]
    public void After_a_passback_the_slot_tries_again_after_an_interval_in_view()
    {
        var slot = new SlotOnPage { NextFilled = false };
        slot.Wait(10_000);
        slot.See(false);
        slot.Wait(100_000);
        slot.See(true);
        slot.Wait(20_000);
        Assert.Equal([(0, Trigger.Initial), (130_000, Trigger.Time)], slot.Pushes);
    }

    [Fact]
    public void A_shorter_interval_takes_effect_on_a_clock_that_runs()
    {
        var slot = SlotOnPage.Viewable(RefreshPolicy.Default with { Interval = TimeSpan.FromMinutes(2) });
        slot.Wait(40_000);
        Assert.Equal(121_000, slot.Next().DueAt);
        slot.Policy = RefreshPolicy.Default;
        Assert.Equal(new Turn(slot.Now, Trigger.Time), slot.Next());
    }

    [Theory]
    [InlineData(false, 10, Triggers.All)]
    [InlineData(true, 10, Triggers.User | Triggers.Event)]
    public void A_policy_without_time_never_rotates_by_time(bool enabled, int most, Triggers triggers)
    {
        var slot = SlotOnPage.Viewable(new(TimeSpan.FromSeconds(30), most, enabled, triggers, OnNavigate.Rotate));
        slot.Wait(3_600_000);
        Assert.Single(slot.Pushes);
    }

    [Theory]
    [InlineData(10_000, 25_000, true, 20_000)]
    [InlineData(50_000, 25_000, true, 5_000)]
    [InlineData(50_000, 40_000, true, 0)]
    [InlineData(50_000, -7, true, 30_000)]
    public void A_resumed_slot_goes_on_with_what_it_showed_but_not_more_than_its_age(long age, long shown, bool viewable, long left)
    {
        var slot = SlotState.Resumed(age, shown, rendered: true, viewable, now: 5_000);
        slot.InView = true;
        slot.RunClock(pageVisible: true, 5_000);
        Assert.Equal(new Turn(5_000 + left, Trigger.Time), Turn.Next(slot, RefreshPolicy.Default, pageVisible: true, 5_000));
    }

    [Fact]
    public void A_resumed_slot_whose_creative_was_not_viewable_begins_its_clock_when_it_is()
    {
        var slot = SlotState.Resumed(age: 60_000, shown: 25_000, rendered: true, viewable: false, now: 100);
        slot.InView = true;
        slot.View(100);
        slot.RunClock(pageVisible: true, 100);
        Assert.Equal(30_100, Turn.Next(slot, RefreshPolicy.Default, pageVisible: true, 100).DueAt);
    }
}
