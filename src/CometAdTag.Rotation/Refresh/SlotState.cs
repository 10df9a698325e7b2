namespace CometAdTag.Rotation.Refresh;

/// <summary>All that decides when a slot rotates. Times in monotonic ms; changed only by the slot's page, one caller at a time.</summary>
public struct SlotState
{
    private SlotClock clock;

    public PendingRotation Pending { get; set; }
    /// <summary>When the current creative, or the last passback, was pushed.</summary>
    public long PushedAt { get; private set; }
    public long RenderedAt { get; private set; }
    /// <summary>When the slot was filled first, or last rotated for a virtual page view.</summary>
    public long NavigatedAt { get; private set; }
    /// <summary>Refreshes of this page view, withdrawals not among them.</summary>
    public int Refreshes { get; set; }
    public bool InView { get; set; }
    /// <summary>The ad server was asked what comes next and has not answered: nothing is due until then.</summary>
    public bool Awaits { get; set; }
    /// <summary>A first creative or passback was pushed.</summary>
    public bool Asked { get; private set; }
    /// <summary>A creative was pushed last, not a passback.</summary>
    public bool Filled { get; private set; }
    public bool Rendered { get; private set; }
    public bool Viewable { get; private set; }
    /// <summary>The creative or its campaign must not be refreshed (R6).</summary>
    public bool Stays { get; set; }

    /// <summary>It was asked for already, or was refused and is asked for again later.</summary>
    public readonly bool IsKnown => Asked || Pending.Since > 0;

    public readonly bool ClockRuns => clock.Running;

    public readonly long Shown(long now) => clock.Elapsed(now);

    /// <summary>R2: the clock runs while the page is visible and the slot in view, once its creative was viewable; after a passback at once.</summary>
    public void RunClock(bool pageVisible, long now) => clock.Run(pageVisible && InView && (Viewable || (Asked && !Filled)), now);

    /// <summary>What was pushed is new: its clock stands at 0 and nothing is known of it yet.</summary>
    public void Push(bool filled, bool stays, long now)
    {
        if (!Asked || Pending.Kind == PendingKind.Navigate) NavigatedAt = now;
        (Asked, Filled, Stays) = (true, filled, stays);
        (Rendered, Viewable, clock, Pending) = (false, false, default, default);
        PushedAt = now;
    }

    /// <summary>Nothing new came: what is shown stays, and its clock begins anew.</summary>
    public void Keep(long now)
    {
        (clock, Pending) = (default, default);
        if (Rendered) RenderedAt = now;
        else PushedAt = now;
    }

    /// <summary>It stands empty and nobody could say what for: it is asked for anew from then on, in view or not.</summary>
    public void AskFrom(long from) => this = new() { InView = InView, Refreshes = Refreshes, Pending = new(PendingKind.None, from) };

    public void Render(long now)
    {
        if (Rendered) return;
        (Rendered, RenderedAt) = (true, now);
    }

    /// <summary>Viewable implies rendered.</summary>
    public void View(long now)
    {
        Render(now);
        Viewable = true;
    }

    /// <summary>A page event or user action (R4): remembered, the newest only; a waiting virtual page view or replacement is not displaced.</summary>
    public void Ask(PendingKind kind, long now)
    {
        if (Pending.GivesWay) Pending = new(kind, now);
    }

    /// <summary>The slot as a page that reconnects shows it: pushed so many ms ago, and shown for so many if it was viewable (R2).</summary>
    public static SlotState Resumed(long age, long shown, bool rendered, bool viewable, long now)
    {
        var pushed = now - age;
        return new()
        {
            clock = viewable ? SlotClock.Showing(Math.Clamp(shown, 0, age)) : default,
            PushedAt = pushed,
            NavigatedAt = pushed,
            RenderedAt = pushed,
            Asked = true,
            Filled = true,
            Rendered = rendered || viewable,
            Viewable = viewable,
        };
    }
}
