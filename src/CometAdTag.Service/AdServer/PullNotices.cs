namespace CometAdTag.Service.AdServer;

/// <summary>Change notices of the ad server: the first begins a pull at once, and those that come in a row behind it share one more.</summary>
internal sealed class PullNotices(SnapshotPull pull, TimeProvider time, IHostApplicationLifetime life)
{
    /// <summary>Between the end of one noticed pull and the begin of the next: an ad server that saves a form notices several times.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private Task running = Task.CompletedTask;
    private Task<PullResult>? next;

    /// <summary>The result of a pull that began after this notice.</summary>
    public Task<PullResult> Take()
    {
        lock (gate) return next ??= PullAfter(running);
    }

    private async Task<PullResult> PullAfter(Task earlier)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (gate) (running, next) = (Rest(next!), null);
        return await pull.PullAsync(force: false, life.ApplicationStopping);
    }

    private async Task Rest(Task pulled)
    {
        await pulled.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(Spacing, time, life.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
