using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Tests.Refresh;

public sealed class FailedCreativeTests
{
    public static readonly TheoryData<RefreshPolicy> Strict =
    [
        RefreshPolicy.Default with { Triggers = Triggers.Time },
        RefreshPolicy.Default with { Triggers = Triggers.None },
        RefreshPolicy.Default with { Enabled = false },
    ];

    [Theory, MemberData(nameof(Strict))]
    public void A_slot_whose_creative_failed_is_filled_again_whatever_may_refresh_it_but_not_sooner(RefreshPolicy policy)
    {
        var slot = new SlotOnPage { Policy = policy };
        slot.Wait(10_000);
        slot.Ask(PendingKind.Failure);
        Assert.Equal(new Turn(30_000, Trigger.Event), slot.Next());
    }

    [Fact]
    public void One_that_stays_is_replaced_too()
    {
        var slot = new SlotOnPage { NextStays = true };
        slot.Wait(10_000);
        slot.Ask(PendingKind.Failure);
        Assert.Equal(30_000, slot.Next().DueAt);
    }

    [Fact]
    public void Creatives_that_fail_one_after_the_other_use_up_the_refreshes()
    {
        var slot = new SlotOnPage { Policy = RefreshPolicy.Default with { MaxRefreshes = 2 } };
        slot.Wait(0);
        for (var round = 0; round < 5; round++)
        {
            slot.Ask(PendingKind.Failure);
            slot.Wait(60_000);
        }
        Assert.Equal(3, slot.Pushes.Count);
        Assert.True(slot.Next().IsNever);
    }

    [Fact]
    public void It_waits_out_of_view_for_as_long_as_it_takes()
    {
        var slot = new SlotOnPage();
        slot.Wait(0);
        slot.See(false);
        slot.Ask(PendingKind.Failure);
        slot.Wait(600_000);
        Assert.True(slot.Next().IsNever);
        slot.See(true);
        Assert.Equal((600_000, Trigger.Event), slot.Pushes[^1]);
    }

    [Fact]
    public void An_event_meanwhile_does_not_take_its_place()
    {
        var slot = new SlotOnPage { Policy = RefreshPolicy.Default with { Triggers = Triggers.Time } };
        slot.Wait(0);
        slot.Ask(PendingKind.Failure);
        slot.Ask(PendingKind.Event);
        Assert.Equal(30_000, slot.Next().DueAt);
    }
}
