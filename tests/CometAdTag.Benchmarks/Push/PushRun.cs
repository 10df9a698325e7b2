namespace CometAdTag.Benchmarks.Push;

/// <summary>
/// Pushes a second to pages that only listen, each with its own decision, token and frame, when an event concerns all of them: the service on
/// one core, the pages on the other. In turn with it a connection handler of Kestrel that writes frames of 600 bytes and does nothing else.
/// Then more pages come to both, for the memory of one.
/// </summary>
internal sealed class PushRun : IDisposable
{
    public const string Name = "push", What = "pushing to many pages at once, and the memory of a page (--small: a few, to try it)";

    private readonly PushSize size;
    private readonly string folder = Directory.CreateTempSubdirectory("cometadtag-push-").FullName;
    private readonly MeasuredServer service, bare;
    private readonly CancellationTokenSource bound = new(TimeSpan.FromMinutes(10));

    private PushRun(PushSize size)
    {
        this.size = size;
        Core.Take(1);
        File.WriteAllText(Path.Combine(folder, "feed.json"), PushFeed.Json);
        service = new("CometAdTag.Service.dll", "/health/ready", url =>
        [
            $"--Urls={url}", $"--Data:Path={folder}/data", $"--AdServer:Feed:Location={folder}/feed.json",
            "--Refresh:AllowShortIntervals=true", "--Refresh:Default:Interval=00:00:01", "--Refresh:Default:Triggers=event", "--Refresh:Default:MaxRefreshes=0",
            "--Pages:RequestsPerAddress=0", "--Pages:HellosPerSecond=0", "--Logging:LogLevel:Default=Warning",
        ]);
        bare = new("CometAdTag.Benchmarks.dll", "/", url => [BarePushServer.Command, url]);
    }

    public static async Task<int> Run(bool isSmall)
    {
        using var run = new PushRun(isSmall ? PushSize.Small : PushSize.Full);
        await run.service.Ready(run.bound.Token);
        await run.bare.Ready(run.bound.Token);
        return await run.Compare();
    }

    public void Dispose()
    {
        service.Dispose();
        bare.Dispose();
        bound.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<int> Compare()
    {
        var key = (await File.ReadAllTextAsync(Path.Combine(folder, "data", "admin.key"), bound.Token)).Trim();
        using var ours = new PushSide(service, key, size);
        using var plain = new PushSide(bare, "none", size);
        foreach (var side in (PushSide[])[ours, plain]) await side.Come(size.Pages, bound.Token);
        // The first rounds have the code compiled
        for (var round = 0; round < size.WarmUps; round++) _ = (await ours.Push(bound.Token), await plain.Push(bound.Token));
        Console.WriteLine("| round | pushes a second | of the bare server's | last page after |\n| --- | --- | --- | --- |");
        var ratios = new List<double>();
        for (var round = 1; round <= size.Rounds; round++)
        {
            var (pushed, barePushed) = (await ours.Push(bound.Token), await plain.Push(bound.Token));
            ratios.Add(pushed.PerSecond / barePushed.PerSecond);
            Console.WriteLine(FormattableString.Invariant(
                $"| {round} | {pushed.PerSecond:N0} | {ratios[^1]:P0} of {barePushed.PerSecond:N0} | {pushed.Last:N0} ms; {barePushed.Last:N0} ms |"));
        }
        Console.WriteLine(FormattableString.Invariant($"\nmedian of the ratios: {ratios.Order().ElementAt(ratios.Count / 2):0.00}"));
        foreach (var side in (PushSide[])[ours, plain]) await side.Come(size.MorePages, bound.Token);
        Console.WriteLine(FormattableString.Invariant($"memory of a page, as the slope from {size.Pages:N0} to {size.Pages + size.MorePages:N0} pages: {ours.Slope:0.0} kB, bare {plain.Slope:0.0} kB"));
        return ours.IsWhole && plain.IsWhole ? 0 : 1;
    }
}
