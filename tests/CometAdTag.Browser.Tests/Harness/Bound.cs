namespace CometAdTag.Browser.Tests.Harness;

/// <summary>How long the tests wait for what must happen, and how they watch that nothing does.</summary>
internal static class Bound
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks until it is so; when it does not come, fails with what was awaited and what was there instead.</summary>
    public static async Task Until(Func<Task<bool>> isSo, Func<Task<string>> otherwise, TimeSpan? patience = null)
    {
        using var bound = new CancellationTokenSource(patience ?? Patience);
        using var glances = new PeriodicTimer(Glance);
        while (!await isSo())
        {
            if (bound.IsCancellationRequested) Assert.Fail(await otherwise());
            await glances.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Lets time pass where the claim is that nothing happens in it.</summary>
    public static Task Quiet(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
