namespace CometAdTag.Service.AdServer;

/// <summary>Change notices of the ad server: a notice begins a pull, and all that come before the next one can begin share that next one.</summary>
internal sealed class PullNotices(SnapshotPull pull, IHostApplicationLifetime life)
{
    private readonly Lock gate = new();
    private Task<PullResult>? running, next;

    /// <summary>The result of a pull that began after this notice.</summary>
    public Task<PullResult> Take()
    {
        lock (gate) return next ??= PullAfter(running);
    }

    private async Task<PullResult> PullAfter(Task<PullResult>? earlier)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (earlier is not null) await ((Task)earlier).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate) (running, next) = (next, null);
        return await pull.PullAsync(force: false, life.ApplicationStopping);
    }
}
