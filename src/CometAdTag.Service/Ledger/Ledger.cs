using CometAdTag.Rotation.Holdout;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Ledger;

/// <summary>Where receipts are kept, each once and durable before it is acknowledged; served and refused are kept as counts.</summary>
#pragma warning disable MA0049 // the folder is a word of the trade, and this is the thing itself
internal sealed class Ledger(DataFolder data, TimeProvider time, Instruments instruments, Urgency urgency, ILogger<Ledger> logger) : IHostedService, IAsyncDisposable
#pragma warning restore MA0049
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly CommitQueue queue = new();
    private readonly PendingCounts pending = new();
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LedgerWriter? writer;
    private FolderLock? folderLock;
    private ITimer? flushTimer;

    /// <summary>The absolute path of the folder of the day files.</summary>
    public string Folder { get; } = data.Sub("ledger");

    /// <summary>Whether the last commit worked; while it did not, a try each second finds out when it does again.</summary>
    public bool Writable => writer is { Writable: true };

    /// <summary>Rows that wait to be written.</summary>
    public int Waiting => queue.Rows;

    /// <summary>What is handed over to the ad server; turned on before the start.</summary>
    public HandOverState HandOver => Here.HandOver;

    /// <summary>What was delivered by this node, as goals see it.</summary>
    public DeliveredHere Here { get; } = new(new(instruments), time);

    /// <summary>What impressions earn.</summary>
    public Prices Prices { get; } = new();

    /// <summary>Counts one push in memory; durable within a second and before any row of its impression.</summary>
    public void Served(Impression impression, string website)
    {
        pending.Served(impression, website);
        instruments.Counted(impression, Stage.Served);
    }

    /// <summary>Counts a page of a holdout that opened now; durable within a second.</summary>
    public void Opened(PageGroup group, string website) => pending.Opened(group, website, time.GetUtcNow());

    /// <summary>Counts a refused receipt or click by its impression, or as of now where that is too old for the ledger; durable within a second.</summary>
    public void Refused(Impression impression, Refusal reason)
    {
        var now = time.GetUtcNow();
        pending.Refused(LedgerTime.IsOpen(impression.Id, now) ? impression : impression with { Id = ImpressionId.Create(now.ToUnixTimeMilliseconds(), 0) }, reason);
    }

    /// <summary>
    /// The service saw an impression end without being rendered; durable within a second, counted where nothing else is known of it, and taken
    /// back by a receipt that says otherwise. What is too old for the ledger has no fate that is known.
    /// </summary>
    public void Ended(Impression impression, Fate fate)
    {
        if (LedgerTime.IsOpen(impression.Id, time.GetUtcNow())) pending.Ended(impression, fate);
    }

    /// <summary>
    /// Keeps rows, durable when it completes. By row: true if it is new, false if the ledger had it already.
    /// Fails with LedgerUnavailableException when too many rows wait or the commit fails; then none of them may be acknowledged.
    /// </summary>
    public async Task<bool[]> Append(LedgerRow[] rows, CancellationToken ct)
    {
        if (rows.Length == 0) return [];
        foreach (var row in rows) Check(row);
        return await Enqueue(rows, ct);
    }

    /// <summary>Completes when everything counted so far is durable.</summary>
    public Task Flush(CancellationToken ct) => Enqueue([], ct);

    /// <summary>Does something with a day's file on the writer's thread, between its commits.</summary>
    public Task Do(DateOnly day, Action<DayFile> work, CancellationToken ct) => DoBetween(day, files => work(files.Of(day))).WaitAsync(ct);

    /// <summary>Does something else that concerns a day on the writer's thread, between its commits; completes when it is done.</summary>
    public Task DoBetween(DateOnly day, Action<DayFiles> work)
    {
        var errand = new Errand(day, work);
        queue.Add(errand);
        return errand.Done;
    }

    /// <summary>A day was rolled up, or its rollups are taken back: so many of its impressions have a fate that nobody knows, or fewer than before.</summary>
    public void Unknown(long more) => instruments.Unrendered(Fate.Unknown, more);

    /// <summary>Whether counts of a day wait to be written.</summary>
    public bool IsPending(DateOnly day) => pending.Has(day);

    /// <summary>Takes the folder, reads today's file for damage, and starts to write.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        folderLock = new FolderLock(Folder);
        OlderFiles.BringUp(Folder, logger);
        if (HandOver.IsOn) new HandOverFiles(Folder, HandOver, logger).Read();
        if (Here.IsOn) Restore(LedgerTime.Day(time.GetUtcNow()));
        var files = new DayFiles(Folder);
        files.Check(LedgerTime.Day(time.GetUtcNow()));
        writer = new LedgerWriter(files, queue, pending, Here, Prices, time, instruments, urgency, logger);
        new Thread(Write) { IsBackground = true, Name = "ledger" }.Start();
        flushTimer = time.CreateTimer(_ => FlushIfNeeded(), null, FlushInterval, FlushInterval);
        logger.LogInformation("Receipts are kept in {Folder}", Folder);
        return Task.CompletedTask;
    }

    /// <summary>Nothing yet: what still stops may still count. The end is DisposeAsync.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes everything that waits and lets the folder go.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Close();
        if (flushTimer is not null) await flushTimer.DisposeAsync();
        if (writer is not null) await stopped.Task;
        folderLock?.Dispose();
    }

    private Task<bool[]> Enqueue(LedgerRow[] rows, CancellationToken ct)
    {
        var append = new PendingAppend(rows);
        queue.Add(append);
        return append.Done.WaitAsync(ct);
    }

    private void Restore(DateOnly today)
    {
        foreach (var file in DeliveredFile.In(Folder, today, logger).Concat(DeliveredRollups.In(Folder, today, logger))) Here.Restore(file);
    }

    private void FlushIfNeeded()
    {
        if (pending.Any || !Writable) queue.Wake();
    }

    private void Check(in LedgerRow row)
    {
        if (row.Stage is Stage.Served) throw new ArgumentException("Served is counted by Served, it is never a row", nameof(row));
        if (LedgerTime.IsOpen(row.Impression.Id, time.GetUtcNow())) return;
        var issued = DateTimeOffset.FromUnixTimeMilliseconds(row.Impression.Id.IssuedAt);
        throw new ArgumentException($"Impression {row.Impression.Id} was issued at {issued:u}: rows are taken for a day after it", nameof(row));
    }

    private void Write()
    {
        try
        {
            writer!.Run();
        }
        finally
        {
            stopped.SetResult();
        }
    }
}
