namespace CometAdTag.Service.Tests.Load;

/// <summary>A point of time that comes when so many receipts were acknowledged.</summary>
internal sealed class KillPoint(int receipts)
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int kept;

    public Task Reached => reached.Task;

    public int Count => kept;

    public void Kept()
    {
        if (Interlocked.Increment(ref kept) >= receipts) reached.TrySetResult();
    }
}
