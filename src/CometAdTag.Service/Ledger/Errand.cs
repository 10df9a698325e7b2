namespace CometAdTag.Service.Ledger;

/// <summary>Something else that the writer does, between its commits; where it fails, the day's file is closed.</summary>
internal sealed class Errand(DateOnly day, Action<DayFiles> work)
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DateOnly Day => day;

    public Task Done => done.Task;

    public void Run(DayFiles files)
    {
        work(files);
        done.TrySetResult();
    }

    public void Fail(Exception failure) => done.TrySetException(failure);
}
