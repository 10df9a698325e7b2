using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Tests.Refresh;

public sealed class RefreshCapTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(10, 10)]
    [InlineData(0, 40)]
    public void A_slot_is_refreshed_as_often_as_its_cap_and_0_is_no_cap(int cap, int refreshes)
    {
        var slot = SlotOnPage.Viewable(RefreshPolicy.Default with { MaxRefreshes = cap });
        AskFortyTimes(slot);
        Assert.Equal(1 + refreshes, slot.Pushes.Count);
    }

    [Fact]
    public void A_new_url_counts_the_refreshes_anew()
    {
        var slot = SlotOnPage.Viewable(RefreshPolicy.Default with { MaxRefreshes = 2 });
        AskFortyTimes(slot);
        slot.Navigate();
        AskFortyTimes(slot);
        Assert.Equal(1 + 2 + 1 + 2, slot.Pushes.Count);
    }

    [Fact]
    public void A_creative_that_stays_is_not_rotated_by_time_event_or_user()
    {
        var slot = SlotOnPage.Viewable();
        slot.State.Stays = true;
        AskFortyTimes(slot);
        slot.Wait(3_600_000);
        Assert.Single(slot.Pushes);
    }

    [Fact]
    public void The_next_creative_stays_only_if_it_is_its_own_wish()
    {
        var slot = SlotOnPage.Viewable();
        slot.State.Stays = true;
        slot.Wait(10_000);
        slot.Navigate();
        Assert.False(slot.State.Stays);
        slot.NextStays = true;
        slot.Ask(PendingKind.Event);
        slot.Wait(30_000);
        Assert.True(slot.State.Stays);
    }

    [Fact]
    public void A_raised_cap_lets_a_slot_go_on()
    {
        var slot = SlotOnPage.Viewable(RefreshPolicy.Default with { MaxRefreshes = 1 });
        AskFortyTimes(slot);
        slot.Policy = slot.Policy with { MaxRefreshes = 2 };
        slot.Ask(PendingKind.User);
        Assert.Equal(3, slot.Pushes.Count);
    }

    private static void AskFortyTimes(SlotOnPage slot)
    {
        for (var i = 0; i < 40; i++)
        {
            slot.Ask(PendingKind.Event);
            slot.Wait(30_000);
        }
    }
}
