using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Tests.Refresh;

/// <summary>A slot and a plain model of what it may do: every push is held against the rules R2, R4, R6 and R7.</summary>
internal sealed class WatchedSlot
{
    private readonly SlotOnPage slot;
    private readonly long interval, spacing;
    private long pushedAt, askedAt, navigatedAt, modelled, ran;
    private long? renderedAt;
    private bool asked, filled, viewable;
    private int refreshes;

    public WatchedSlot(RefreshPolicy policy)
    {
        interval = (long)policy.Interval.TotalMilliseconds;
        spacing = Math.Min(interval, 30_000);
        slot = new SlotOnPage { Policy = policy, BeforePush = Hold };
    }

    public void Step(int kind, long ms)
    {
        Happen(kind);
        slot.Wait(ms);
        Run();
        // A new url takes the place of the timer, at the latest after 5 s
        if (slot.State.Pending.Kind == PendingKind.Navigate) return;
        if (asked && MayBeTimed && ran >= interval) Assert.Fail($"{ran} ms ran and no creative came");
    }

    private bool Runs => slot.Visible && slot.State.InView && (viewable || (asked && !filled));

    private bool MayRefresh =>
        slot.Policy.Enabled && !slot.State.Stays && (slot.Policy.MaxRefreshes == 0 || refreshes < slot.Policy.MaxRefreshes);

    private bool MayBeTimed => Runs && MayRefresh && slot.Policy.Triggers.HasFlag(Triggers.Time);

    private void Happen(int kind)
    {
        Run();
        switch (kind)
        {
            case 0: slot.See(true); break;
            case 1: slot.See(false); break;
            case 2: slot.Show(true); break;
            case 3: slot.Show(false); break;
            case 4: Render(); break;
            case 5 or 6: View(); break;
            case 7: Ask(PendingKind.Event); break;
            case 8: Ask(PendingKind.User); break;
            case 9 when asked: slot.Navigate(); break;
            default: slot.NextFilled = !slot.NextFilled; break;
        }
    }

    private void Render()
    {
        if (!asked || !filled) return;
        renderedAt ??= slot.Now;
        slot.Do((ref SlotState state, long now) => state.Render(now));
    }

    private void View()
    {
        if (!asked || !filled) return;
        renderedAt ??= slot.Now;
        viewable = true;
        slot.Do((ref SlotState state, long now) => state.View(now));
    }

    private void Ask(PendingKind kind)
    {
        if (!asked) return;
        askedAt = slot.Now;
        slot.Ask(kind);
    }

    /// <summary>Nothing that matters to the clock changed since it was modelled last.</summary>
    private void Run()
    {
        if (Runs) ran += slot.Now - modelled;
        modelled = slot.Now;
        Assert.Equal(ran, slot.State.Shown(slot.Now));
    }

    private void Hold(Turn turn)
    {
        Run();
        Assert.True(slot.Visible, "R7: a hidden page");
        if (!asked) Assert.Equal(Trigger.Initial, turn.Trigger);
        else Hold(turn, slot.State.Pending.Kind == PendingKind.Navigate);
        if (!asked || slot.State.Pending.Kind == PendingKind.Navigate) (navigatedAt, refreshes) = (slot.Now, 0);
        else if (filled) refreshes++;
        (asked, filled, viewable, pushedAt, renderedAt, ran) = (true, slot.NextFilled, false, slot.Now, null, 0);
    }

    private void Hold(Turn turn, bool navigates)
    {
        Assert.True(slot.State.InView, "R7: a slot out of view");
        if (navigates)
        {
            Assert.Equal(Trigger.User, turn.Trigger);
            Assert.True(slot.Now - navigatedAt >= 5_000, "R4: a new url sooner than 5 s");
            return;
        }
        Assert.True(MayRefresh, "R6: over the cap");
        Assert.True(slot.Now - pushedAt >= spacing, "R4: two creatives too close");
        if (turn.Trigger == Trigger.Time)
        {
            Assert.True(ran >= interval, $"R2: only {ran} ms ran");
            return;
        }
        Assert.True(slot.Now - (renderedAt ?? pushedAt) >= spacing, "R4: too soon after it was rendered");
        Assert.True(slot.Now - askedAt <= 60_000, "R4: an event older than 60 s");
    }
}
