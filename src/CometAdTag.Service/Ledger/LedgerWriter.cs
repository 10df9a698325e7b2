using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Ledger;

/// <summary>The one thread that writes: takes all that waits, commits it by day, counts what is new, and only then tells who waits.</summary>
internal sealed class LedgerWriter(
    DayFiles files, CommitQueue queue, PendingCounts pending, DeliveredHere here, Prices prices, TimeProvider time, Instruments instruments, Urgency urgency, ILogger logger)
{
    private volatile bool writable = true;

    public bool Writable => writable;

    /// <summary>Returns when the queue is closed and everything is written.</summary>
    public void Run()
    {
        var (batch, todo) = (new List<PendingAppend>(), new List<Errand>());
        while (queue.Take(batch, todo))
        {
            urgency.LetGoFirst();
            Write(batch);
            foreach (var errand in todo) Do(errand);
            files.CloseBut(day => LedgerTime.IsOpen(day, time.GetUtcNow()));
            batch.Clear();
            todo.Clear();
        }
        Write(batch);
        files.Dispose();
    }

    private void Write(List<PendingAppend> batch)
    {
        var (counts, lost) = pending.Take();
        if (lost > 0) logger.LogError("{Lost} counts of what was served, refused or never rendered were lost: the ledger could not be written for too long", lost);
        var rows = (from append in batch from i in Enumerable.Range(0, append.Rows.Length) select new QueuedRow(append, i))
            .ToLookup(row => LedgerTime.Day(row.Row.Impression.Id));
        var days = rows.Select(d => d.Key).Union(counts.Keys).ToList();
        // while it is broken, a look at today's file finds out when it works again
        if (days.Count == 0 && !writable) days.Add(LedgerTime.Day(time.GetUtcNow()));

        Exception? failure = null;
        foreach (var day in days) failure = Write(day, counts.GetValueOrDefault(day) ?? new Counts(), [.. rows[day]]) ?? failure;
        if (days.Count > 0) Says(failure);
        foreach (var append in batch)
        {
            if (append.Rows.Length == 0 && failure is not null) append.Fail(failure);
            append.Complete();
        }
    }

    private void Do(Errand errand)
    {
        try
        {
            errand.Run(files);
        }
#pragma warning disable CA1031 // the top of the loop: whatever it was, who waits is told and the writer goes on
        catch (Exception e)
#pragma warning restore CA1031
        {
            files.Close(errand.Day);
            errand.Fail(Unavailable(e));
        }
    }

    private LedgerUnavailableException? Write(DateOnly day, Counts counts, QueuedRow[] rows)
    {
        var start = time.GetTimestamp();
        try
        {
            var committed = files.Of(day).Commit(counts, Array.ConvertAll(rows, r => r.Row), here.HandOver.IsOn, prices.Now);
            var written = committed.Rows;
            instruments.LedgerCommit(time.GetElapsedTime(start));
            instruments.LedgerRows(committed.Ended);
            foreach (var ((_, _, fate), more) in committed.Unrendered) instruments.Unrendered(fate, more);
            for (var i = 0; i < rows.Length; i++) rows[i].Append.New[rows[i].Index] = Count(rows[i].Row, written[i]);
            if (here.HandOver.IsOn) here.HandOver.Recorded(day, NewOf(rows, written));
            return null;
        }
#pragma warning disable CA1031 // the top of the loop: whatever it was, who waits is told and the writer goes on
        catch (Exception e)
#pragma warning restore CA1031
        {
            files.Close(day);
            pending.Return(day, counts);
            var failure = Unavailable(e);
            foreach (var row in rows) row.Append.Fail(failure);
            return failure;
        }
    }

    private static LedgerUnavailableException Unavailable(Exception e) =>
        e as LedgerUnavailableException ?? new LedgerUnavailableException($"The ledger cannot be written: {LedgerFailure.Cause(e)}.", e);

    private static Delivered NewOf(QueuedRow[] rows, Written[] written)
    {
        var delivered = default(Delivered);
        for (var i = 0; i < rows.Length; i++)
        {
            if (written[i] is not Written.Duplicate) delivered += rows[i].Row.Delivered;
            if (written[i] is Written.NewWithRendered) delivered += Delivered.OneImpression;
        }
        return delivered;
    }

    /// <summary>Metrics count what is durable, once; says whether the row was new.</summary>
    private bool Count(in LedgerRow row, Written written)
    {
        if (written is Written.Duplicate)
        {
            instruments.LedgerDuplicate();
            return false;
        }
        instruments.LedgerRows(written is Written.NewWithRendered ? 2 : 1);
        if (written is Written.NewWithRendered)
        {
            instruments.Counted(row.Impression, Stage.Rendered);
            here.Record(row.Impression, Stage.Rendered);
        }
        here.Record(row.Impression, row.Stage);
        instruments.Counted(row.Impression, row.Stage);
        if (row.Stage is Stage.Clicked) instruments.Clicked(row.Impression.Zone);
        if (row.Stage is Stage.Ended) instruments.Shown(row.Shown);
        return true;
    }

    private void Says(Exception? failure)
    {
        if (failure is not null && writable) logger.LogError(failure, "Receipts are not acknowledged until the ledger can be written again");
        if (failure is null && !writable) logger.LogInformation("The ledger can be written again");
        writable = failure is null;
    }

    private readonly record struct QueuedRow(PendingAppend Append, int Index)
    {
        public LedgerRow Row => Append.Rows[Index];
    }
}
