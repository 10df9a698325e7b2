using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Push;

/// <summary>
/// How a companion campaign takes the slots of the page together and leaves them together (a roadblock). It begins in the first slot of the
/// page, in its order, that it is linked to, as with OpenX; nothing of it is kept but what the slots show, so a page that reconnects goes on with it.
/// </summary>
internal sealed partial class Conversation
{
    /// <summary>The companion campaigns that other slots show, and those that may not begin in this one.</summary>
    public (string[] Leads, string[] Taken) CompanionsFor(Slot slot)
    {
        var companions = rotator.Lineup.Companions;
        if (companions.IsEmpty) return ([], []);
        var now = rotator.Clock.Monotonic;
        var beside = slots.FindAll(other => IsBeside(other, slot, now));
        var leads = beside.Where(other => Shows(other, companions) && TurnOf(other, now).DueAt > now).Select(other => other.Current!.Campaign).Distinct();
        var before = slots.TakeWhile(other => other != slot).Intersect(beside);
        return ([.. leads], [.. before.SelectMany(other => companions.In(other.Current!.Zone)).Distinct()]);
    }

    /// <summary>
    /// The slots of a roadblock that are in view wait for each other, so that they rotate together; a withdrawal, a virtual page view and
    /// a slot that could not show its creative wait for none.
    /// </summary>
    private Turn Together(Slot slot, Turn turn, long now)
    {
        var companions = rotator.Lineup.Companions;
        if (companions.IsEmpty || turn.IsNever || !Shows(slot, companions) || !slot.State.Pending.GivesWay) return turn;
        foreach (var other in slots)
        {
            if (other == slot || other.Current?.Campaign != slot.Current!.Campaign || !other.HasCreative) continue;
            var theirs = TurnAlone(other, now);
            if (!theirs.IsNever && theirs.DueAt > turn.DueAt) turn = turn with { DueAt = theirs.DueAt };
        }
        return turn;
    }

    /// <summary>Where the slot begins a roadblock, the others in view that can take part are asked to, as by an event: none sooner than its shortest interval (R4).</summary>
    private void Gather(Slot slot, long now)
    {
        var companions = rotator.Lineup.Companions;
        if (companions.IsEmpty || !Shows(slot, companions)) return;
        var campaign = slot.Current!.Campaign;
        foreach (var other in slots)
        {
            if (other == slot || Shows(other, companions) || !other.State.InView || !PolicyOf(other).Allows(Trigger.Event)) continue;
            if (other.State.Asked && rotator.CanTake(this, other, campaign)) other.State.Ask(PendingKind.Event, now);
        }
    }

    private static bool Shows(Slot slot, CompanionCampaigns companions) => slot.HasCreative && companions.Has(slot.Current!.Campaign);

    /// <summary>
    /// Whether what a slot shows binds another: it is in view and goes on to rotate, or was pushed within its interval. A slot without a
    /// creative is bound by all.
    /// </summary>
    private bool IsBeside(Slot other, Slot slot, long now)
    {
        if (other == slot || !other.HasCreative) return false;
        if (slot.Current is null) return true;
        return other.State.InView && (!TurnAlone(other, now).IsNever || now - other.State.PushedAt < PolicyOf(other).Interval.TotalMilliseconds);
    }
}
