using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Push;

/// <summary>One ad slot of a page: what it asked for, what it shows, and when it rotates.</summary>
internal sealed class Slot(SlotAdded added)
{
    public SlotState State = new() { InView = added.InView };

    public string Name => added.Slot;

    public string Zone => added.Zone;

    /// <summary>Its own size in CSS pixels; 0 takes the zone's.</summary>
    public int Width => added.W;

    public int Height => added.H;

    /// <summary>The last impression that was pushed to it; null after a passback.</summary>
    public Impression? Current { get; set; }

    /// <summary>Of the next push.</summary>
    public int NextIndex { get; set; }

    /// <summary>A creative was pushed in this page view, so the next one is no first fill.</summary>
    public bool WasFilled { get; set; }

    /// <summary>What was taken off and is not confirmed yet, and since when (monotonic ms).</summary>
    public (Impression Impression, long Since)? Withdrawing { get; set; }

    /// <summary>The policy that the page was told.</summary>
    public RefreshPolicy? Told { get; set; }

    /// <summary>Goes on where an older slot of the same place on the page stood.</summary>
    public void TakeOver(Slot older)
    {
        var inView = State.InView;
        State = older.State;
        State.InView = inView;
        (Current, NextIndex, WasFilled, Withdrawing) = (older.Current, older.NextIndex, older.WasFilled, older.Withdrawing);
    }

    /// <summary>What it shows is taken off; its replacement may come from then on (monotonic ms).</summary>
    public void Withdraw(long since, long replaceAt)
    {
        Withdrawing = (Current!, since);
        Current = null;
        State.Pending = new(PendingKind.Withdrawal, replaceAt);
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

    /// <summary>Nothing is known of what it shows: it is filled as if it were new.</summary>
    public void Clear()
    {
        State = new() { InView = State.InView };
        (Current, NextIndex, WasFilled) = (null, 0, false);
    }

    /// <summary>The next push is the first of a virtual page view.</summary>
    public void BeginView() => (State.Refreshes, NextIndex) = (0, 0);

    /// <summary>What it shows is the first creative of a virtual page view.</summary>
    public void CountAnew() => (State.Refreshes, NextIndex) = (0, WasFilled ? 1 : 0);
}
