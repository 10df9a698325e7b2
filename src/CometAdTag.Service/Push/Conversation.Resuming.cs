using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Push;

/// <summary>How a page that comes back, and a slot that comes back to its page, go on where they stood.</summary>
internal sealed partial class Conversation
{
    private readonly DepartedSlots departed = new();

    /// <summary>A poll of a page that is known already is held until there is news: what it was told is none.</summary>
    private void Greet(Conversation? previous)
    {
        if (!page.AnswersOnce || previous is null)
        {
            Tell(slots);
            return;
        }
        foreach (var slot in slots) slot.Told = previous.Find(slot)?.Told;
        if (Untold() is { Count: > 0 } untold) Tell(untold);
        foreach (var ack in previous.TakeOwed()) page.Offer(ack);
    }

    /// <summary>Takes up each slot where the page, or this node, says it stood; the node knows more where the last push was lost on the way.</summary>
    private void TakeUp(HelloFrame hello, Conversation? previous, long now)
    {
        if (previous is not null) budget = previous.budget;
        foreach (var left in previous?.slots.Where(slot => Find(slot) is null) ?? []) rotator.End(this, left, Fate.Gone);
        if (previous?.UrlHash == UrlHash) departed.Take(previous.departed, previous.slots.Where(slot => Find(slot) is null), now);
        var shown = hello.Resume.GroupBy(resumed => resumed.Slot).ToDictionary(named => named.Key, named => named.First());
        foreach (var slot in slots)
        {
            var resumed = shown.GetValueOrDefault(slot.Name);
            var token = resumed is null ? null : rotator.Resume(resumed, slot, page.Origin);
            var older = previous?.Find(slot);
            if (older is { State.IsKnown: true } && !(token?.IssuedAt > older.Current?.Id.IssuedAt)) TakeOver(slot, older, token, resumed);
            else if (token is { } proven) Resume(slot, older, proven, resumed!, now);
            else Inherit(slot, now);
            if ((previous?.UrlHash ?? token?.UrlHash ?? UrlHash) != UrlHash) Navigate(slot, now);
        }
    }

    /// <summary>It shows something newer than this node knows of.</summary>
    private void Resume(Slot slot, Slot? older, in ImpressionToken proven, SlotResumed resumed, long now)
    {
        if (older is not null) rotator.End(this, older, Fate.Replaced);
        slot.Resume(proven, resumed, rotator.AgeOf(proven), rotator.Stays(proven), now);
    }

    private void TakeOver(Slot slot, Slot older, ImpressionToken? token, SlotResumed? resumed)
    {
        slot.TakeOver(older);
        // The page shows it still: it has not heard of the withdrawal
        if (slot.Withdrawn is { } withdrawn && withdrawn.Id == token?.Impression.Id) slot.ShowsWithdrawn();
        if (token is { } proven && proven.Impression.Id == older.Current?.Id) slot.Shows(resumed!, rotator.Clock.Monotonic);
        else slot.IsLost = slot.Current is not null;
    }

    /// <summary>Sends again what never reached the page, or what it has to show anew; not where something newer is due.</summary>
    private void Restore(Slot slot, long now)
    {
        var reached = slot.IsLost && (slot.State.Rendered || slot.HasFailed);
        slot.IsLost = false;
        if (reached) return;
        slot.State.RunClock(visible, now);
        if (TurnOf(slot, now).DueAt <= now || rotator.PushAgain(this, slot)) return;
        rotator.End(this, slot, Fate.Replaced);
        slot.Clear();
    }

    /// <summary>R4: a slot that left and came back under the same zone and url goes on with its creative and clock.</summary>
    private void Inherit(Slot slot, long now)
    {
        if (departed.Take(slot) is not { } older) return;
        slot.TakeOver(older);
        Restore(slot, now);
    }
}
