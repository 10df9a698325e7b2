using CometAdTag.Benchmarks.Load;

namespace CometAdTag.Benchmarks.Push;

/// <summary>One of the servers that are compared, and its pages.</summary>
internal sealed class PushSide : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250), Within = TimeSpan.FromSeconds(30);

    private readonly PushSize size;
    private readonly LoadOptions options;
    private readonly ServerApi api;
    private readonly ServerWatch watch;
    private readonly List<ShareProcess> shares = [];
    private readonly List<(int Pages, long Memory)> memories = [];
    private int pages;

    public PushSide(MeasuredServer server, string key, PushSize size)
    {
        this.size = size;
        options = new() { Urls = [server.Url], Key = key, Profile = "listens", Zones = [PushFeed.Zone], Origin = PushFeed.Origin, Arrive = 0 };
        api = new(options);
        watch = new([server.Id]);
    }

    /// <summary>kB of resident memory for each page that came after the first ones.</summary>
    public double Slope => (double)(memories[^1].Memory - memories[0].Memory) / (memories[^1].Pages - memories[0].Pages);

    /// <summary>No page was lost, and each push came.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>More pages come, and the server's memory is read when all is quiet.</summary>
    public async Task Come(int more, CancellationToken cancel)
    {
        shares.Add(new(new(options, pages, more, 1)));
        pages += more;
        await Until(report => report[Report.Now] == pages, cancel);
        await Task.Delay(size.Settle, TimeProvider.System, cancel);
        memories.Add((pages, watch.Memory));
    }

    /// <summary>An event for all pages: pushes a second from its post to the last page, and when (ms) that had its own.</summary>
    public async Task<(double PerSecond, double Last)> Push(CancellationToken cancel)
    {
        await ShareProcess.Begin(shares, ShareCommand.Event, cancel);
        await api.Fire(cancel);
        var times = (await Until(report => report.Histogram(Report.Event).Count >= pages, cancel)).Histogram(Report.Event);
        // What is pushed next is pushed an interval after this
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancel);
        return (times.Count * (double)Moment.Second / times.Max, times.Max / (double)Moment.Millisecond);
    }

    public void Dispose()
    {
        foreach (var share in shares) share.Dispose();
        api.Dispose();
    }

    private async Task<Report> Until(Func<Report, bool> isSo, CancellationToken cancel)
    {
        using var glances = new PeriodicTimer(Glance);
        var until = Moment.Now + (long)Within.TotalMicroseconds;
        while (true)
        {
            await glances.WaitForNextTickAsync(cancel);
            var report = Report.Sum(await Task.WhenAll(shares.Select(share => share.Report(cancel))));
            IsWhole &= report.SumOf(Report.Lost) + report.SumOf(Report.Closed) == 0;
            if (isSo(report)) return report;
            if (Moment.Now > until) throw new InvalidOperationException($"After {Within.TotalSeconds} s not all of {pages} pages have come, or have what was pushed.");
        }
    }
}
