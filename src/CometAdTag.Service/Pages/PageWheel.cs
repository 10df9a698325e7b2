namespace CometAdTag.Service.Pages;

/// <summary>
/// The one clock of all pages: a hashed timing wheel (Varghese and Lauck, scheme 6) turned by one timer. Pages are its list
/// nodes, so to set and to move a time costs no allocation. What is due is woken on the timer's thread, page by page. It stands
/// still while no page is on it.
/// </summary>
internal sealed class PageWheel : IDisposable
{
    /// <summary>How exact it is, in ms.</summary>
    public const long Tick = 10;
    private const int Spokes = 16_384;

    private readonly Page?[] spokes = new Page?[Spokes];
    private readonly Lock gate = new();
    private readonly List<Page> due = [];
    private readonly ServiceClock clock;
    private readonly Urgency urgency;
    private readonly ITimer timer;
    private long turnedTo;
    private int turning;
    private int linked;
    private bool turns;

    public PageWheel(ServiceClock clock, Urgency urgency)
    {
        (this.clock, this.urgency) = (clock, urgency);
        timer = clock.Time == TimeProvider.System
            ? new ThreadTimer(Turn, "page clock")
            : clock.Time.CreateTimer(_ => Turn(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets when a page is woken next (monotonic ms), in place of what was set before.</summary>
    public void Set(Page page, long at)
    {
        lock (gate)
        {
            Unlink(page);
            if (at == long.MaxValue) return;
            if (!turns) Begin();
            page.WheelTick = Math.Max((at + Tick - 1) / Tick, turnedTo + 1);
            Link(page);
        }
    }

    public void Dispose() => timer.Dispose();

    private void Begin()
    {
        (turns, turnedTo) = (true, clock.Monotonic / Tick);
        timer.Change(TimeSpan.FromMilliseconds(Tick), TimeSpan.FromMilliseconds(Tick));
    }

    private void Rest()
    {
        turns = false;
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void Turn()
    {
        if (Interlocked.Exchange(ref turning, 1) == 1) return;
        try
        {
            urgency.LetGoFirst();
            Collect(clock.Monotonic / Tick);
            foreach (var page in due) Wake(page);
            due.Clear();
        }
        finally
        {
            Volatile.Write(ref turning, 0);
        }
    }

    private void Wake(Page page)
    {
        try
        {
            page.Wake(clock.Monotonic);
        }
#pragma warning disable CA1031 // the top of a background loop: one page that fails must not stop the clock of all
        catch (Exception failure)
#pragma warning restore CA1031
        {
            page.Fail(failure);
        }
    }

    private void Collect(long now)
    {
        lock (gate)
        {
            var from = Math.Max(turnedTo + 1, now - Spokes + 1);
            for (var tick = from; tick <= now; tick++) Collect(ref spokes[tick % Spokes], now);
            turnedTo = Math.Max(turnedTo, now);
            if (linked == 0 && turns) Rest();
        }
    }

    private void Collect(ref Page? spoke, long now)
    {
        for (var page = spoke; page is not null;)
        {
            var next = page.WheelNext;
            if (page.WheelTick <= now)
            {
                Unlink(page);
                due.Add(page);
            }
            page = next;
        }
    }

    private void Link(Page page)
    {
        ref var spoke = ref spokes[page.WheelTick % Spokes];
        (page.WheelNext, page.WheelPrevious) = (spoke, null);
        if (spoke is not null) spoke.WheelPrevious = page;
        spoke = page;
        page.OnWheel = true;
        linked++;
    }

    private void Unlink(Page page)
    {
        if (!page.OnWheel) return;
        if (page.WheelPrevious is { } previous) previous.WheelNext = page.WheelNext;
        else spokes[page.WheelTick % Spokes] = page.WheelNext;
        if (page.WheelNext is { } next) next.WheelPrevious = page.WheelPrevious;
        (page.WheelNext, page.WheelPrevious, page.OnWheel) = (null, null, false);
        linked--;
    }
}
