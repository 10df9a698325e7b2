namespace CometAdTag.Rotation.Refresh;

/// <summary>The clock of a slot's current creative: it runs only while told to, and stands still otherwise. Times in monotonic ms.</summary>
public struct SlotClock
{
    private long elapsed;
    private long runningSince;
    private bool running;

    public readonly bool Running => running;

    public readonly long Elapsed(long now) => running ? elapsed + Math.Max(0, now - runningSince) : elapsed;

    /// <summary>Makes it run or stand still; what it showed stays.</summary>
    public void Run(bool run, long now)
    {
        if (run == running) return;
        elapsed = Elapsed(now);
        running = run;
        // Callers read their now before they wait for the page: one may come after a later one
        runningSince = Math.Max(runningSince, now);
    }

    /// <summary>A clock that stands still and shows so many ms.</summary>
    public static SlotClock Showing(long elapsed) => new() { elapsed = elapsed };
}
