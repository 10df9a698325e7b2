using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Tests.Pages;

public class ThreadTimerTests
{
    [Fact]
    public async Task It_ticks_from_the_time_it_is_given_a_period_until_that_is_taken_away_or_it_is_disposed()
    {
        var ticks = new SemaphoreSlim(0);
        using var timer = new ThreadTimer(() => ticks.Release(), "test");
        Assert.Equal(0, ticks.CurrentCount);

        timer.Change(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        for (var tick = 0; tick < 5; tick++) Assert.True(await ticks.WaitAsync(Patience.Bound));
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var ticked = ticks.CurrentCount;
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);

        // One may have been under way
        Assert.InRange(ticks.CurrentCount - ticked, 0, 1);
    }

    [Fact]
    public async Task It_ticks_while_every_thread_of_the_pool_is_busy()
    {
        ThreadPool.GetMinThreads(out var threads, out _);
        using var over = new ManualResetEventSlim();
        var busy = Enumerable.Range(0, 4 * threads).Select(_ => Task.Run(() => over.Wait(Patience.Bound))).ToArray();
        using var ticked = new ManualResetEventSlim();
        using var timer = new ThreadTimer(ticked.Set, "test");
        timer.Change(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));

        // Not awaited: whoever goes on after an await is a thread of the pool
        var isInTime = ticked.Wait(TimeSpan.FromSeconds(5));

        over.Set();
        await Task.WhenAll(busy);
        Assert.True(isInTime);
    }
}
