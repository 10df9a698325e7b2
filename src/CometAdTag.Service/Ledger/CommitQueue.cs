namespace CometAdTag.Service.Ledger;

/// <summary>What waits for the writer: bounded by rows, refused at once when full, taken in batches in the order of arrival.</summary>
internal sealed class CommitQueue
{
    public const int Capacity = 65_536;
    public const int Batch = 8_192;

    private readonly object gate = new();
    private readonly Queue<PendingAppend> waiting = new();
    private readonly Queue<Errand> errands = new();
    private int rows;
    private bool woken, closed;

    public int Rows
    {
        get
        {
            lock (gate) return rows;
        }
    }

    public void Add(PendingAppend append)
    {
        lock (gate)
        {
            CheckOpen();
            if (rows + Weight(append) > Capacity)
                throw new LedgerUnavailableException($"The ledger cannot write as fast as receipts arrive: {rows} rows wait, {Capacity} may.");
            rows += Weight(append);
            waiting.Enqueue(append);
            Monitor.Pulse(gate);
        }
    }

    /// <summary>For one who waits for each errand before the next, so they need no bound.</summary>
    public void Add(Errand errand)
    {
        lock (gate)
        {
            CheckOpen();
            errands.Enqueue(errand);
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Gives the writer an empty batch when nothing waits.</summary>
    public void Wake()
    {
        lock (gate)
        {
            woken = true;
            Monitor.Pulse(gate);
        }
    }

    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Waits for the next batch; false when the queue is closed and everything was taken.</summary>
    public bool Take(List<PendingAppend> batch, List<Errand> todo)
    {
        lock (gate)
        {
            while (waiting.Count == 0 && errands.Count == 0 && !woken && !closed) Monitor.Wait(gate);
            if (closed && waiting.Count == 0 && errands.Count == 0) return false;
            woken = false;
            while (errands.TryDequeue(out var errand)) todo.Add(errand);
            for (var taken = 0; waiting.Count > 0 && taken < Batch; taken += Weight(waiting.Dequeue())) batch.Add(waiting.Peek());
            rows -= batch.Sum(Weight);
            return true;
        }
    }

    private void CheckOpen()
    {
        if (closed) throw new LedgerUnavailableException("The ledger is closed: the service is not started or stops.");
    }

    private static int Weight(PendingAppend append) => Math.Max(1, append.Rows.Length);
}
