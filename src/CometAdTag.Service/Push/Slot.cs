using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Push;

/// <summary>One ad slot of a page: what it asked for, what it shows, and when it rotates.</summary>
internal sealed class Slot(SlotAdded added)
{
    /// <summary>What loops may hold the process of its frame, and browsers need a while to end that one, in ms.</summary>
    private const long ProcessEndsWithin = 5_000;

    public SlotState State = new() { InView = added.InView };

    public string Name => added.Slot;

    public string Zone => added.Zone;

    /// <summary>Its own size in CSS pixels; 0 takes the zone's.</summary>
    public int Width => added.W;

    public int Height => added.H;

    /// <summary>It asks for something by itself, beside what the page asks for.</summary>
    public bool HasWords => added.Source is not null || added.Variables is { Count: > 0 };

    public string Source(string ofPage) => added.Source ?? ofPage;

    /// <summary>The page's variables and its own, which outweigh them.</summary>
    public IReadOnlyDictionary<string, string> Variables(IReadOnlyDictionary<string, string> ofPage)
    {
        if (added.Variables is not { Count: > 0 } own) return ofPage;
        var all = new Dictionary<string, string>(ofPage);
        foreach (var (name, value) in own) all[name] = value;
        return all;
    }

    /// <summary>R13: nobody can see what is in it, by its own size or else that of its zone; a size of 0 by 0 is not known.</summary>
    public bool IsTiny(int zoneWidth, int zoneHeight)
    {
        var (width, height) = Width + Height > 0 ? (Width, Height) : (zoneWidth, zoneHeight);
        return width is 0 or 1 && height is 0 or 1 && width + height > 0;
    }

    /// <summary>The last impression that was pushed to it; null after a passback.</summary>
    public Impression? Current { get; set; }

    /// <summary>Of the next push.</summary>
    public int NextIndex { get; set; }

    /// <summary>A creative was pushed in this page view, so the next one is no first fill.</summary>
    public bool WasFilled { get; set; }

    /// <summary>The page could not show it.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Its last push may not have reached the page.</summary>
    public bool IsLost { get; set; }

    /// <summary>What was pushed before, and is shown until the page has rendered what is current.</summary>
    public Impression? Before { get; private set; }

    /// <summary>Beside what is current, what the page shows until it has rendered that.</summary>
    public Impression? StillShown => State.Rendered ? null : Before;

    /// <summary>What was taken off last.</summary>
    public Impression? Withdrawn { get; private set; }

    /// <summary>It stands empty, and the page was told that the ad server does not answer.</summary>
    public bool IsAwaySaid { get; private set; }

    /// <summary>It has a creative that the page can show, or shows.</summary>
    public bool HasCreative => Current is not null && !HasFailed;

    /// <summary>What was pushed last and may yet be rendered.</summary>
    public Impression? Unrendered => State.Rendered || HasFailed || HasEnded ? null : Current;

    /// <summary>What was pushed last will not be rendered, as far as is known; unless the page is sent it again.</summary>
    public bool HasEnded { get; set; }

    /// <summary>It rotates now, and has yet to.</summary>
    public bool IsDue { get; set; }

    /// <summary>The policy that the page was told.</summary>
    public RefreshPolicy? Told { get; set; }

    /// <summary>Goes on where an older slot of the same place on the page stood.</summary>
    public void TakeOver(Slot older)
    {
        var inView = State.InView;
        State = older.State;
        (State.InView, State.Awaits) = (inView, false);
        (Current, NextIndex, WasFilled, IsAwaySaid) = (older.Current, older.NextIndex, older.WasFilled, older.IsAwaySaid);
        (HasFailed, HasEnded, Before, Withdrawn) = (older.HasFailed, older.HasEnded, older.Before, older.Withdrawn);
    }

    /// <summary>Goes on where a page says it stood that this node does not know; age in ms.</summary>
    public void Resume(in ImpressionToken token, SlotResumed resumed, long age, bool stays, long now)
    {
        var inView = State.InView;
        State = SlotState.Resumed(age, Math.Max(0, resumed.Shown), resumed.Rendered, resumed.Viewable, now);
        (State.InView, State.Refreshes, State.Stays) = (inView, token.Refreshes, stays);
        (Current, NextIndex, WasFilled) = (token.Impression, token.Impression.Index + 1, true);
    }

    /// <summary>What a page that reconnects says of the creative that it was known to show.</summary>
    public void Shows(SlotResumed resumed, long now)
    {
        if (resumed.Rendered) State.Render(now);
        if (resumed.Viewable) State.View(now);
    }

    /// <summary>What it shows is taken off; its replacement may come from then on (monotonic ms).</summary>
    public void Withdraw(long replaceAt)
    {
        (Withdrawn, Current, IsLost) = (Current, null, false);
        if (State.Pending.Kind == PendingKind.Navigate) BeginView();
        State.Pending = new(PendingKind.Withdrawal, replaceAt);
    }

    /// <summary>What is still seen of the creative before is taken off; the current one stays.</summary>
    public void WithdrawBefore() => Before = null;

    /// <summary>The page has not heard of the last withdrawal: it shows that impression still.</summary>
    public void ShowsWithdrawn() => Current = Withdrawn;

    /// <summary>It got a creative. Only what follows the first one of a page view, and replaces nothing withdrawn, is a refresh.</summary>
    public void Fill(Impression impression, bool stays, bool isReplacement, long now)
    {
        Before = State.Rendered ? Current : Before;
        State.Push(filled: true, stays, now);
        if (NextIndex > 0 && !isReplacement) State.Refreshes++;
        (Current, NextIndex, WasFilled, HasFailed, HasEnded, IsAwaySaid) = (impression, NextIndex + 1, true, false, false, false);
    }

    /// <summary>It got none; the page goes on to show what it had.</summary>
    public void Pass(long now)
    {
        Before = State.Rendered ? Current : Before;
        State.Push(filled: false, stays: false, now);
        (Current, IsAwaySaid) = (null, false);
    }

    /// <summary>Nobody could say what comes next: it keeps its creative.</summary>
    public void Keep(long now)
    {
        if (State.Pending.Kind == PendingKind.Navigate) CountAnew();
        State.Keep(now);
    }

    /// <summary>Nobody could say what comes, and it stands empty: it is asked for anew from then on (monotonic ms). True where the page has yet to be told.</summary>
    public bool Await(long from)
    {
        if (State.Pending.Kind == PendingKind.Navigate) BeginView();
        if (State.Pending.Kind == PendingKind.Withdrawal) State.Pending = new(PendingKind.Withdrawal, from);
        else State.AskFrom(from);
        var isNew = !IsAwaySaid;
        (Current, HasFailed, IsAwaySaid) = (null, false, true);
        return isNew;
    }

    /// <summary>The page could not show what it got, or had to take it off: it stands empty, and another one is needed.</summary>
    public void Fail(long now)
    {
        HasFailed = true;
        State.Ask(PendingKind.Failure, now + ProcessEndsWithin);
    }

    /// <summary>A script of what it got failed. The page may show it all the same, so the next one is asked for as by an event.</summary>
    public void Throw(long now)
    {
        HasFailed |= !State.Rendered;
        State.Ask(PendingKind.Event, now);
    }

    /// <summary>Why it rotates; a slot that stood empty and is filled again was filled before, and not by the page.</summary>
    public Trigger TriggerOf(Turn turn)
    {
        if (!WasFilled) return Trigger.Initial;
        return turn.Trigger == Trigger.Initial ? Trigger.Event : turn.Trigger;
    }

    /// <summary>A passback is forgotten: it is asked for at once.</summary>
    public void AskAnew() => State = new() { InView = State.InView, Refreshes = State.Refreshes };

    /// <summary>It shows nothing that could be shown again: it is filled as if it were new, but what it used up stays used up (R6).</summary>
    public void Clear()
    {
        AskAnew();
        (Current, NextIndex, WasFilled) = (null, 0, false);
    }

    /// <summary>The next push is the first of a virtual page view.</summary>
    public void BeginView() => (State.Refreshes, NextIndex) = (0, 0);

    /// <summary>What it shows is the first creative of a virtual page view.</summary>
    public void CountAnew() => (State.Refreshes, NextIndex) = (0, WasFilled ? 1 : 0);
}
