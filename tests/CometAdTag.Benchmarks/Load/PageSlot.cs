namespace CometAdTag.Benchmarks.Load;

/// <summary>
/// What one ad slot of a page shows, and when its next push is due. The service rotates a slot by its timer when its clock has run for the
/// interval that `ready` named. That clock stands at 0 after each push, begins when the service hears that the creative was viewable, and
/// runs while the page is visible and the slot in view (SlotState.RunClock, Turn.Timed). The page knows all of that: it says what is
/// viewable and visible itself, so it can run the same clock, which is ahead of the service's by the way there alone.
/// </summary>
internal sealed class PageSlot
{
    private const long ContinuousSecond = Moment.Second;

    private long seenSince = Moment.Never, shownBefore, clockSince = Moment.Never, clockBefore;
    private bool isClockLost, isClockBegun;

    /// <summary>Of its policy; 0 where no timer rotates it.</summary>
    public long Interval { get; set; }

    /// <summary>0 is no cap.</summary>
    public long MaxRefreshes { get; set; }

    /// <summary>The number of the name of its newest creative; negative where it has none.</summary>
    public int Creative { get; set; } = -1;

    /// <summary>The impression id of its newest creative.</summary>
    public Guid Id { get; set; }

    /// <summary>The last push is one after which no timer rotates it.</summary>
    public bool IsLast { get; set; }

    /// <summary>The token of what it shows; null where it shows nothing.</summary>
    public byte[]? Token { get; private set; }

    /// <summary>The token of what it shows when its page is seen again.</summary>
    public byte[]? KeptToken { get; set; }

    public bool IsViewable { get; private set; }

    /// <summary>When its creative becomes viewable (R9).</summary>
    public long ViewableAt => Token is null || IsViewable || seenSince == Moment.Never ? Moment.Never : seenSince + ContinuousSecond;

    /// <summary>When the timer's push is due; never while the clock stands, or where the service's may have run differently.</summary>
    public long DueAt => clockSince == Moment.Never || isClockLost || Interval == 0 || IsLast ? Moment.Never : clockSince + Interval - clockBefore;

    /// <summary>How long it was in view, in ms.</summary>
    public long Shown(long now) => (shownBefore + (seenSince == Moment.Never ? 0 : now - seenSince)) / Moment.Millisecond;

    public void Show(byte[] token, bool isVisible, long now)
    {
        Clear();
        Token = token;
        See(isVisible, now);
    }

    public void Clear()
    {
        (Token, KeptToken, IsViewable) = (null, null, false);
        (seenSince, shownBefore) = (Moment.Never, 0);
        (clockSince, clockBefore, isClockLost, isClockBegun) = (Moment.Never, 0, false, false);
    }

    /// <summary>Its page is seen from now on, or no longer.</summary>
    public void See(bool isVisible, long now)
    {
        if (Token is null || isVisible == (seenSince != Moment.Never)) return;
        if (isVisible) seenSince = now;
        else (shownBefore, seenSince) = (shownBefore + now - seenSince, Moment.Never);
        if (isVisible && isClockBegun) clockSince = now;
        else if (clockSince != Moment.Never) (clockBefore, clockSince) = (clockBefore + now - clockSince, Moment.Never);
    }

    public void View() => IsViewable = true;

    /// <summary>The service is told what is viewable: its clock begins, unless it has already.</summary>
    public void BeginClock(long now)
    {
        if (!IsViewable || isClockBegun) return;
        isClockBegun = true;
        if (seenSince != Moment.Never) clockSince = now;
    }

    /// <summary>Until its next push, where the service's clock stands is not known exactly.</summary>
    public void LoseClock() => isClockLost = true;
}
