namespace CometAdTag.Benchmarks.Load;

/// <summary>What happens to it while it is open: creatives become viewable, and a service that is silent is given up.</summary>
internal sealed partial class LoadPage
{
    /// <summary>Heartbeats without a word after which the tag takes its connection for dead.</summary>
    private const int SilentAfter = 2;

    private bool isVisible = true;

    /// <summary>Slots whose push by the timer has been due for so long.</summary>
    public int Overdue(long by)
    {
        var overdue = 0;
        foreach (var slot in slots)
            if (IsOpen && slot.DueAt < Now - by) overdue++;
        return overdue;
    }

    private void Live()
    {
        foreach (var slot in slots)
        {
            if (slot.ViewableAt > Now || !loop.Answers) continue;
            Tell(slot.Token!, "viewable"u8, slot.Shown(Now), default);
            slot.View(Now);
        }
        if (Now >= heardAt + (SilentAfter * heartbeat)) Lose("silent");
    }

    private long NextOfLife()
    {
        var next = heardAt + (SilentAfter * heartbeat);
        if (loop.Answers)
            foreach (var slot in slots) next = Math.Min(next, slot.ViewableAt);
        return next;
    }

    /// <summary>The service's clocks go on without this page, or stand: what it pushes when the page is back is not held against them.</summary>
    private void StandStill()
    {
        foreach (var slot in slots) slot.StopClock();
    }
}
