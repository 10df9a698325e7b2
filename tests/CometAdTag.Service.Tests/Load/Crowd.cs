namespace CometAdTag.Service.Tests.Load;

/// <summary>Very many pages that are open at once, each with its first creative rendered and that acknowledged.</summary>
internal sealed class Crowd : IDisposable
{
    private const int OpeningAtOnce = 64;

    private readonly CancellationTokenSource bound = new(TimeSpan.FromSeconds(30));

    private Crowd(int pages) => Pages = [.. Enumerable.Range(0, pages).Select(_ => new LoadPage())];

    public LoadPage[] Pages { get; }

    public static async Task<Crowd> Open(LoadedService service, int pages)
    {
        var crowd = new Crowd(pages);
        await Parallel.ForEachAsync(crowd.Pages, new ParallelOptions { MaxDegreeOfParallelism = OpeningAtOnce, CancellationToken = crowd.bound.Token },
            async (page, cancel) =>
            {
                await page.Open(service.Address, cancel);
                await page.Until(one => one is { Ads.Count: 1, IsSettled: true }, cancel);
            });
        return crowd;
    }

    /// <summary>Has all of them hear and answer at the same time, until it is so for each.</summary>
    public async Task Until(Func<LoadPage, bool> isSo)
    {
        try
        {
            await Task.WhenAll(Pages.Select(page => page.Until(isSo, bound.Token)));
        }
        catch (OperationCanceledException)
        {
            var others = Pages.Where(page => !isSo(page)).ToArray();
            Assert.Fail($"It never came so for {others.Length} of {Pages.Length} pages; one of them: {others[0]}");
        }
    }

    /// <summary>Has all of them end what they show; all that they were told before has been heard then.</summary>
    public Task End() => Task.WhenAll(Pages.Select(page => page.End(bound.Token)));

    public void Dispose()
    {
        foreach (var page in Pages) page.Dispose();
        bound.Dispose();
    }
}
