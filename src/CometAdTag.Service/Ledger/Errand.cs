namespace CometAdTag.Service.Ledger;

/// <summary>Something else that the writer does with a day's file, between its commits.</summary>
internal sealed class Errand(DateOnly day, Action<DayFile> work)
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DateOnly Day => day;

    public Task Done => done.Task;

    public void Run(DayFile file)
    {
        work(file);
        done.TrySetResult();
    }

    public void Fail(Exception failure) => done.TrySetException(failure);
}
