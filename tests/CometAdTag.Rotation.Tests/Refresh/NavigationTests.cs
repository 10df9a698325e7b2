using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Tests.Refresh;

public sealed class NavigationTests
{
    [Fact]
    public void A_new_url_rotates_at_once_and_is_not_bound_by_the_interval()
    {
        var slot = SlotOnPage.Viewable();
        slot.Wait(9_000);
        slot.Navigate();
        Assert.Equal((10_000, Trigger.User), slot.Pushes[^1]);
    }

    [Fact]
    public void A_slot_follows_new_urls_at_most_every_5_s()
    {
        var slot = SlotOnPage.Viewable();
        for (var i = 0; i < 100; i++)
        {
            slot.Navigate();
            slot.Wait(200);
        }
        Assert.Equal([0, 5_000, 10_000, 15_000, 20_000], slot.Pushes.Select(push => push.At));
    }

    [Fact]
    public void The_5_s_count_from_the_first_fill_and_not_from_a_rotation_by_an_event()
    {
        var slot = SlotOnPage.Viewable();
        slot.Ask(PendingKind.Event);
        slot.Wait(30_000);
        slot.Navigate();
        Assert.Equal([(0, Trigger.Initial), (30_000, Trigger.Event), (31_000, Trigger.User)], slot.Pushes);
    }

    [Fact]
    public void A_navigation_waits_for_the_slot_to_be_in_view_for_as_long_as_it_takes()
    {
        var slot = SlotOnPage.Viewable();
        slot.See(false);
        slot.Navigate();
        slot.Wait(3_600_000);
        Assert.Single(slot.Pushes);
        slot.See(true);
        Assert.Equal((3_601_000, Trigger.User), slot.Pushes[^1]);
    }

    [Fact]
    public void A_hidden_page_does_not_rotate_for_a_new_url()
    {
        var slot = SlotOnPage.Viewable();
        slot.Show(false);
        slot.Navigate();
        slot.Wait(3_600_000);
        Assert.Single(slot.Pushes);
    }

    [Fact]
    public void An_event_does_not_displace_a_navigation_that_waits()
    {
        var slot = SlotOnPage.Viewable();
        slot.Navigate();
        slot.Ask(PendingKind.Event);
        Assert.Equal(new Turn(5_000, Trigger.User), slot.Next());
    }

    [Fact]
    public void A_navigation_rotates_what_stays_what_is_capped_and_what_is_not_refreshed()
    {
        var slot = SlotOnPage.Viewable(new(TimeSpan.FromSeconds(30), 1, Enabled: false, Triggers.None, OnNavigate.Rotate));
        slot.State.Stays = true;
        slot.State.Refreshes = 1;
        slot.Wait(10_000);
        slot.Navigate();
        Assert.Equal(2, slot.Pushes.Count);
    }

    [Fact]
    public void A_slot_that_is_not_filled_yet_is_filled_first()
    {
        var slot = new SlotState { InView = true, Pending = new(PendingKind.Navigate, 0) };
        Assert.Equal(new Turn(3, Trigger.Initial), Turn.Next(slot, RefreshPolicy.Default, pageVisible: true, 3));
    }

    [Theory]
    [InlineData(1_000, 4_000)]
    [InlineData(60_000, 0)]
    public void A_resumed_slot_follows_a_new_url_5_s_after_its_push(long age, long left)
    {
        var slot = SlotState.Resumed(age, shown: 0, rendered: true, viewable: false, now: 100);
        slot.InView = true;
        slot.Pending = new(PendingKind.Navigate, 100);
        Assert.Equal(new Turn(100 + left, Trigger.User), Turn.Next(slot, RefreshPolicy.Default, pageVisible: true, 100));
    }
}
