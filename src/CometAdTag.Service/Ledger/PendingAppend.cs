namespace CometAdTag.Service.Ledger;

/// <summary>Rows that wait for their commit, and whom to tell; no rows means: tell when everything counted so far is durable.</summary>
internal sealed class PendingAppend(LedgerRow[] rows)
{
    private readonly TaskCompletionSource<bool[]> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LedgerRow[] Rows => rows;

    /// <summary>By row: whether it is new.</summary>
    public bool[] New { get; } = new bool[rows.Length];

    /// <summary>Set when any part of it could not be written; the first one wins.</summary>
    public Exception? Failure { get; private set; }

    public Task<bool[]> Done => done.Task;

    public void Fail(Exception failure) => Failure ??= failure;

    public void Complete()
    {
        if (Failure is null) done.TrySetResult(New);
        else done.TrySetException(Failure);
    }
}
