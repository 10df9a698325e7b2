using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Push;

/// <summary>When slots rotate, and that they do.</summary>
internal sealed partial class Conversation
{
    /// <summary>Pushes what is due and asks to be woken for what is due next. A page between two polls waits for its next hello.</summary>
    private void Advance(long now)
    {
        if (page.IsGone) return;
        var next = long.MaxValue;
        var asked = default(List<DueSlot>);
        foreach (var slot in slots) slot.State.RunClock(visible, now);
        foreach (var slot in slots) Expire(slot, now);
        foreach (var slot in slots) slot.IsDue = page.TakesPushes && TurnOf(slot, now).DueAt <= now;
        foreach (var slot in slots)
            if (slot.IsDue) Rotate(slot, TurnAlone(slot, now), now, ref asked);
        foreach (var slot in slots)
            if (TurnOf(slot, now).DueAt is var due && (due > now || page.TakesPushes)) next = Math.Min(next, due);
        foreach (var slot in slots) next = Math.Min(next, rotator.ExpiryOf(slot, now));
        if (asked is not null) AskAdServer(asked, now);
        page.WakeAt(delegated is null ? next : Math.Min(next, ReleaseAt(now)));
    }

    /// <summary>What the page has kept for too long is shown no more.</summary>
    private void Expire(Slot slot, long now)
    {
        if (rotator.ExpiryOf(slot, now) <= now) rotator.End(this, slot, Fate.Expired);
    }

    private Turn TurnOf(Slot slot, long now) => Together(slot, TurnAlone(slot, now), now);

    private Turn TurnAlone(Slot slot, long now) => Turn.Next(slot.State, PolicyOf(slot), visible, now);

    private void Rotate(Slot slot, Turn turn, long now, ref List<DueSlot>? asked)
    {
        slot.IsDue = false;
        if (!page.TakesPushes) return;
        budget.Spend(now);
        if (delegated?.Decides(slot) == true)
        {
            slot.State.Awaits = true;
            (asked ??= []).Add(new(slot, slot.TriggerOf(turn)));
            return;
        }
        BeginRotation(slot, turn.Trigger, now);
        var leads = CompanionsFor(slot).Leads;
        rotator.Push(this, slot, slot.TriggerOf(turn));
        slot.State.RunClock(visible, now);
        if (!leads.Contains(slot.Current?.Campaign)) Gather(slot, now);
    }

    private void BeginRotation(Slot slot, Trigger trigger, long now)
    {
        // One of a roadblock waited for others, which is not to be late
        if (trigger == Trigger.Time && slot.State.Filled && !Shows(slot, rotator.Lineup.Companions))
            rotator.Instruments.PushLateness(TimeSpan.FromMilliseconds(slot.State.Shown(now)) - PolicyOf(slot).Interval);
        if (slot.State.Pending.Kind == PendingKind.Navigate) slot.BeginView();
    }
}
