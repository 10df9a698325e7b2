namespace CometAdTag.Benchmarks.Load;

/// <summary>What happens to it while it is open: creatives become viewable, and a service that is silent is given up.</summary>
internal sealed partial class LoadPage
{
    /// <summary>Heartbeats without a word after which the tag takes its connection for dead.</summary>
    private const int SilentAfter = 2;

    /// <summary>A page that opens anew to speak waits so long for more that it has to say, and so long since it opened (connection.ts).</summary>
    private const long JoinedWithin = 250 * Moment.Millisecond, Apart = Moment.Second;

    private long heardAt, heartbeat = 20 * Moment.Second, reopenAt = Moment.Never;
    private bool isVisible = true;

    private long SilentAt => phase == Phase.Open ? heardAt + (SilentAfter * heartbeat) : Moment.Never;

    /// <summary>Slots whose push by the timer has been due for so long.</summary>
    public int Overdue(long by)
    {
        var overdue = 0;
        foreach (var slot in slots)
            if (IsHeld && slot.DueAt < Now - by) overdue++;
        return overdue;
    }

    /// <summary>Its poll is answered: another one follows.</summary>
    public void BePolled()
    {
        Open();
        OpenAnewSoon();
    }

    private void Live()
    {
        foreach (var slot in slots)
        {
            if (slot.ViewableAt > Now || !loop.Answers) continue;
            slot.View();
            Tell(slot.Token!, "viewable"u8, slot.Shown(Now), default);
            if (wire.CanSay) slot.BeginClock(Now);
        }
        if (Now >= reopenAt) OpenAnew();
        else if (Now >= SilentAt) Lose("silent");
    }

    private long NextOfLife()
    {
        var next = Math.Min(reopenAt, SilentAt);
        if (loop.Answers)
            foreach (var slot in slots) next = Math.Min(next, slot.ViewableAt);
        return next;
    }

    private void OpenAnewSoon()
    {
        if (reopenAt == Moment.Never) reopenAt = Math.Max(Now + JoinedWithin, openedAt + Apart);
    }

    /// <summary>A poll that was answered leaves its connection to the next one; any other answer is given up.</summary>
    private void OpenAnew()
    {
        reopenAt = Moment.Never;
        var isFree = phase == Phase.Open && wire is PollWire;
        isAnew = true;
        if (isFree)
        {
            openedAt = Now;
            Ask();
            return;
        }
        CloseConnection();
        Connect();
    }
}
