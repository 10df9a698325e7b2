namespace CometAdTag.Service.Pages;

/// <summary>
/// Calls back each period on a thread of its own, so that a queue before the threads of the pool does not make it late. A call that takes
/// longer than the period is followed by the next at once.
/// </summary>
internal sealed class ThreadTimer : ITimer
{
    private readonly AutoResetEvent changed = new(initialState: false);
    private readonly TimeProvider time = TimeProvider.System;
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
        var began = time.GetTimestamp();
        while (!isOver)
        {
            var isChanged = changed.WaitOne(Left(began));
            began = time.GetTimestamp();
            if (!isChanged) tick();
        }
        changed.Dispose();
    }

    private TimeSpan Left(long began)
    {
        if (period == Timeout.InfiniteTimeSpan) return period;
        var left = period - time.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
