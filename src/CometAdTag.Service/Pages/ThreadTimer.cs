namespace CometAdTag.Service.Pages;

/// <summary>
/// Calls back each period on a thread of its own, so that a queue before the threads of the pool does not make it late. A call that takes
/// longer than the period is followed by the next at once.
/// </summary>
internal sealed class ThreadTimer : ITimer
{
    private readonly object gate = new();
    private readonly TimeProvider time = TimeProvider.System;
    private readonly Action tick;
    private TimeSpan period = Timeout.InfiniteTimeSpan;
    private bool isOver;

    public ThreadTimer(Action tick, string name)
    {
        this.tick = tick;
        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            this.period = period;
            Monitor.Pulse(gate);
            return !isOver;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            Monitor.Pulse(gate);
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Run()
    {
        for (var began = time.GetTimestamp(); Await(began, out var isDue);)
        {
            began = time.GetTimestamp();
            if (isDue) tick();
        }
    }

    /// <summary>Waits until it is due or was changed; false where it is over.</summary>
    private bool Await(long began, out bool isDue)
    {
        lock (gate)
        {
            isDue = !isOver && !Monitor.Wait(gate, Left(began));
            return !isOver;
        }
    }

    private TimeSpan Left(long began)
    {
        if (period == Timeout.InfiniteTimeSpan) return period;
        var left = period - time.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
