using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>A clock that a test turns, and that tells what somebody waits for; the timeouts of the pipeline are known by their length.</summary>
internal sealed class WatchedClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero))
{
    private static readonly TimeSpan[] Timeouts = [TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10)];
    private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && !Timeouts.Contains(dueTime)) waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody waits, turns the clock by that, and says how long it was.</summary>
    public async Task<TimeSpan> TurnAsync()
    {
        var wait = await WaitAsync();
        Advance(wait);
        return wait;
    }

    /// <summary>Turns the clock by each wait until the task is done.</summary>
    public async Task<T> TurnUntilAsync<T>(Task<T> task)
    {
        using var done = new CancellationTokenSource();
        var turning = TurnAllAsync(done.Token);
        await Task.WhenAny(task, turning);
        await done.CancelAsync();
        await turning;
        return await task;
    }

    private async Task TurnAllAsync(CancellationToken done)
    {
        try
        {
            while (true) Advance(await waits.Reader.ReadAsync(done).AsTask().WaitAsync(TimeSpan.FromSeconds(30), System, done));
        }
        catch (OperationCanceledException)
        {
            // The task is done
        }
    }

    /// <summary>Turns the clock by each wait until the task is done.</summary>
    public async Task TurnUntilAsync(Task done)
    {
        while (await Task.WhenAny(done, waits.Reader.WaitToReadAsync().AsTask()) != done)
            if (waits.Reader.TryRead(out var wait)) Advance(wait);
    }

    public Task<TimeSpan> WaitAsync() => waits.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), System);
}
