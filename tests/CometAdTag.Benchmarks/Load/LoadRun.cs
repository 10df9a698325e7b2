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
        {
            var (first, end) = (FirstOf(each), FirstOf(each + 1));
            shares.Add(new(new(options, first, end - first, options.Processes)));
        }
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
        await AwaitAll(cancel);
        table.AllCame(last, Seconds(Moment.Now - beganAt));
        await Hold(cancel);
        table.Held(last);
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

    private async Task AwaitAll(CancellationToken cancel)
    {
        using var seconds = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var (came, cameAt) = (0L, Moment.Now);
        while (came < options.Pages && Moment.Now < cameAt + (StuckAfter * Moment.Second))
        {
            await seconds.WaitForNextTickAsync(cancel);
            await Progress(cancel);
            var now = last[Report.Opened] + last[Report.GivenUp];
            if (now > came) (came, cameAt) = (now, Moment.Now);
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
        Tell($"{ShareCommand.Event} {Moment.Now}");
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
        Tell($"{ShareCommand.Withdraw} {Moment.Now}");
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

    private int FirstOf(int process) => (int)((long)options.Pages * process / options.Processes);

    private static double Seconds(long time) => (double)time / Moment.Second;
}
