namespace CometAdTag.Benchmarks.Load;

/// <summary>One run of the load tool: shares out the pages, waits until they have come, holds them, and says what became of them.</summary>
internal sealed class LoadRun : IDisposable
{
    public const string Name = "load", What = "holding very many pages at a running service (its options: load --help)";

    /// <summary>Seconds without a new page after which those that are missing are not waited for, and for receipts that are under way at the end.</summary>
    private const int StuckAfter = 40, SettleWithin = 10, QuietProgress = 10;

    private readonly LoadOptions options;
    private readonly ServerWatch server;
    private readonly ServerApi api;
    private readonly List<ShareProcess> shares = [];
    private readonly long beganAt = Moment.Now;
    private readonly LoadTable table;
    private Report last = new();

    private LoadRun(LoadOptions options)
    {
        this.options = options;
        server = new(options.Pids);
        api = new(options);
        table = new(options, server);
        for (var each = 0; each < options.Processes; each++)
            shares.Add(new(ShareOf(each)));
    }

    public static async Task<int> Run(string[] arguments)
    {
        if (arguments.Contains("--help"))
        {
            Console.WriteLine(LoadHelp.Text);
            return 0;
        }
        if (LoadArguments.Read(arguments, out var error) is not { } options)
        {
            await Console.Error.WriteLineAsync($"{error}\n(load --help says which options there are)");
            return 2;
        }
        using var run = new LoadRun(options);
        return await run.Run(CancellationToken.None);
    }

    public void Dispose()
    {
        foreach (var share in shares) share.Dispose();
        api.Dispose();
    }

    private async Task<int> Run(CancellationToken cancel)
    {
        await AwaitAll(options.Pages, () => last[Report.Opened], cancel);
        Tell(ShareCommand.AllCame);
        table.AllCame(last, Seconds(Moment.Now - beganAt));
        await Hold(cancel);
        table.Held(last);
        if (options.Storm > 0) await Storm(cancel);
        if (options.Withdraw) await Withdraw(cancel);
        Tell(ShareCommand.Quiet);
        await Settle(cancel);
        Tell(ShareCommand.End);
        return table.Print(last);
    }

    private async Task Settle(CancellationToken cancel)
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var settleBy = Moment.Now + (SettleWithin * Moment.Second);
        do
        {
            await looks.WaitForNextTickAsync(cancel);
            await Look(cancel);
        }
        while (last[Report.Waiting] > 0 && Moment.Now < settleBy);
    }

    private async Task Storm(CancellationToken cancel)
    {
        table.StormBegins(last);
        Tell(ShareCommand.Storm);
        await AwaitAll(options.Storm, () => last.Histogram(Report.StormIn).Count, cancel);
        table.StormIsOver(last);
    }

    private async Task AwaitAll(int all, Func<long> came, CancellationToken cancel)
    {
        using var seconds = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var (known, cameAt) = (0L, Moment.Now);
        while (known < all && Moment.Now < cameAt + (StuckAfter * Moment.Second))
        {
            await seconds.WaitForNextTickAsync(cancel);
            await Progress(cancel);
            var now = came() + last[Report.GivenUp];
            if (now > known) (known, cameAt) = (now, Moment.Now);
        }
    }

    private async Task Hold(CancellationToken cancel)
    {
        using var seconds = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 1; second <= options.For; second++)
        {
            if (options.Event > 0 && second % options.Event == 1 % options.Event) await Fire(cancel);
            await seconds.WaitForNextTickAsync(cancel);
            if (second % QuietProgress == 0 || second == options.For) await Progress(cancel);
        }
        if (options.Event > 0) await TellEvent(cancel);
    }

    private async Task Fire(CancellationToken cancel)
    {
        await TellEvent(cancel);
        await ShareProcess.Begin(shares, ShareCommand.Event, cancel);
        table.Fired(await api.Fire(cancel));
    }

    private async Task TellEvent(CancellationToken cancel)
    {
        await Look(cancel);
        table.EventIsOver(last);
    }

    private async Task Withdraw(CancellationToken cancel)
    {
        await Look(cancel);
        if (last.Of(Report.Showing).FirstOrDefault().Which is not { } creative) return;
        await ShareProcess.Begin(shares, ShareCommand.Withdraw, cancel);
        var id = await api.Withdraw(creative, cancel);
        using var seconds = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var (came, before) = (0L, -1L);
        for (var second = 1; second <= SettleWithin && (came == 0 || came > before); second++)
        {
            await seconds.WaitForNextTickAsync(cancel);
            await Look(cancel);
            (before, came) = (came, last.Histogram(Report.Withdrawn).Count + last.Histogram(Report.Replaced).Count);
        }
        await api.Lift(id, cancel);
    }

    private async Task Progress(CancellationToken cancel)
    {
        var before = last;
        await Look(cancel);
        Console.WriteLine(LoadTable.Progress(Seconds(Moment.Now - beganAt), before, last));
    }

    private async Task Look(CancellationToken cancel) => last = Report.Sum(await Task.WhenAll(shares.Select(share => share.Report(cancel))));

    private void Tell(string line)
    {
        foreach (var share in shares) share.Tell(line);
    }

    private Share ShareOf(int process)
    {
        var (pages, storm) = (Part(options.Pages, process), Part(options.Storm, process));
        return new(options, pages.First, pages.Count, options.Processes) { StormFirst = options.Pages + storm.First, StormCount = storm.Count };
    }

    private (int First, int Count) Part(int all, int process)
    {
        var (first, end) = ((long)all * process / options.Processes, (long)all * (process + 1) / options.Processes);
        return ((int)first, (int)(end - first));
    }

    private static double Seconds(long time) => (double)time / Moment.Second;
}
