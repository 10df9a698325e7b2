using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Pages;

/// <summary>When the service stops, nobody new is let in and the pages are sent away one by one over the drain window, so that they do not storm the next node.</summary>
internal sealed class PageDrain(OpenPages pages, PageDoor door, Live<PagesOptions> options, ILogger<PageDrain> log) : IHostedLifecycleService
{
    private const double PagesPerSecond = 3_000;

    /// <summary>How long at the most after the last close frame pages may take to be gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        door.Close();
        var all = pages.All.ToArray();
        var window = Math.Max(options.Value.DrainWindow.TotalMilliseconds, all.Length / PagesPerSecond * 1000);
        if (all.Length > 0) log.LogInformation("Stopping: {Pages} pages are sent away within {Window} ms", all.Length, (long)window);
        await SendAway(all, window / Math.Max(1, all.Length), cancellationToken);
        await BeGone(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task SendAway(Page[] all, double spacing, CancellationToken cancel)
    {
        var begun = pages.Clock.Monotonic;
        for (var sent = 0; sent < all.Length; sent++)
        {
            var early = begun + (long)(sent * spacing) - pages.Clock.Monotonic;
            if (early > 0) await Task.Delay(TimeSpan.FromMilliseconds(early), pages.Clock.Time, cancel);
            Close(all[sent]);
        }
    }

    /// <summary>Those too that slipped in while the door was closed; who does not leave is cut off.</summary>
    private async Task BeGone(CancellationToken cancel)
    {
        var until = pages.Clock.Monotonic + (long)Patience.TotalMilliseconds;
        while (pages.Count > 0 && pages.Clock.Monotonic < until)
        {
            foreach (var page in pages.All) Close(page);
            await Task.Delay(TimeSpan.FromMilliseconds(20), pages.Clock.Time, cancel);
        }
        foreach (var page in pages.All)
            using (page.EnterGate()) page.Cut();
    }

    private static void Close(Page page)
    {
        using (page.EnterGate()) page.Close(CloseReason.Shutdown, "");
    }
}
