using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Push;

/// <summary>
/// How a companion campaign takes the slots of the page together and leaves them together (a roadblock). It begins in the first slot of the
/// page, in its order, that it is linked to, as with OpenX; nothing of it is kept but what the slots show, so a page that reconnects goes on with it.
/// </summary>
internal sealed partial class Conversation
{
    /// <summary>
    /// The companion campaigns that other slots show and this one joins, and those that may not begin in this one. Once the first slot of a
    /// roadblock has had its time none joins it any more: so those that wait for each other do not wait for ever newer ones.
    /// </summary>
    public (string[] Leads, string[] Taken) CompanionsFor(Slot slot)
    {
        var companions = rotator.Lineup.Companions;
        if (companions.IsEmpty) return ([], []);
        var now = rotator.Clock.Monotonic;
        var beside = slots.FindAll(other => IsBeside(other, slot, now));
        var shown = beside.FindAll(other => !other.IsDue && Shows(other, companions));
        var leaving = shown.FindAll(other => TurnAlone(other, now).DueAt <= now).ConvertAll(other => other.Current!.Campaign);
        var taken = slots.TakeWhile(other => other != slot).Intersect(beside).Union(shown).SelectMany(other => companions.In(other.Current!.Zone));
        return ([.. shown.Select(other => other.Current!.Campaign).Except(leaving)], [.. taken.Union(leaving)]);
    }

    /// <summary>What other slots show, also what they show until the page has rendered what was pushed last.</summary>
    public IEnumerable<Impression> ShownBeside(Slot slot)
    {
        foreach (var other in slots)
        {
            if (other == slot) continue;
            if (other.Current is { Creative.Length: > 0 } current) yield return current;
            if (other.StillShown is { Creative.Length: > 0 } before) yield return before;
        }
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
            if (other != slot && other.HasCreative && other.Current!.Campaign == slot.Current!.Campaign)
                turn = turn with { DueAt = Math.Max(turn.DueAt, EndOf(other, now)) };
        return turn;
    }

    /// <summary>Where the slot began a roadblock, the others in view that can take part are asked to, as by an event: none sooner than its shortest interval (R4).</summary>
    private void Gather(Slot slot, long now)
    {
        var companions = rotator.Lineup.Companions;
        if (!Shows(slot, companions)) return;
        var campaign = slot.Current!.Campaign;
        foreach (var other in slots)
        {
            if (other == slot || other.IsDue || Shows(other, companions)) continue;
            if (other.State is not { Asked: true, InView: true } || other.State.Pending.IsAlive(now)) continue;
            if (PolicyOf(other) is { Mode: RefreshMode.Creative } policy && policy.Allows(Trigger.Event) && rotator.CanTake(this, other, campaign))
                other.State.Ask(PendingKind.Event, now);
        }
    }

    private static bool Shows(Slot slot, CompanionCampaigns companions) => slot.HasCreative && companions.Has(slot.Current!.Campaign);

    /// <summary>Whether what a slot shows binds another: while it has time left in view. One that was never asked for is bound by all, so that a page is filled as one.</summary>
    private bool IsBeside(Slot other, Slot slot, long now) =>
        other != slot && other is { HasCreative: true, Current.Creative.Length: > 0 } && (!slot.State.Asked || EndOf(other, now) >= now);

    /// <summary>
    /// Until when a slot that is in view keeps what it shows (monotonic ms). One of which nobody can tell, since it has yet to be viewable or
    /// must not be refreshed, is given its interval from its push: no page gets stuck in what it shows.
    /// </summary>
    private long EndOf(Slot slot, long now)
    {
        if (!slot.State.InView) return long.MinValue;
        var turn = TurnAlone(slot, now);
        return turn.IsNever ? slot.State.PushedAt + (long)PolicyOf(slot).Interval.TotalMilliseconds : turn.DueAt;
    }
}
