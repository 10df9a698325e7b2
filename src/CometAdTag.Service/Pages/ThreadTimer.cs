namespace CometAdTag.Service.Pages;

/// <summary>Calls back each period on a thread of its own, so that a queue before the threads of the pool does not make it late.</summary>
internal sealed class ThreadTimer : ITimer
{
    private readonly AutoResetEvent changed = new(initialState: false);
    private readonly Action tick;
    private TimeSpan period = Timeout.InfiniteTimeSpan;
    private volatile bool isOver;

    public ThreadTimer(Action tick, string name)
    {
        this.tick = tick;
        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        this.period = period;
        return changed.Set();
    }

    public void Dispose()
    {
        isOver = true;
        changed.Set();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Run()
    {
        while (!isOver)
            if (!changed.WaitOne(period)) tick();
        changed.Dispose();
    }
}
