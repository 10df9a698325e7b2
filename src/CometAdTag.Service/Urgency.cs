namespace CometAdTag.Service;

/// <summary>While something has to reach every page in under a second, what can wait lets it go first.</summary>
internal sealed class Urgency : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private readonly ManualResetEventSlim calm = new(initialState: true, spinCount: 0);
    private readonly Lock gate = new();
    private int running;

    public void Do(Action what)
    {
        lock (gate)
            if (running++ == 0) calm.Reset();
        try
        {
            what();
        }
        finally
        {
            lock (gate)
                if (--running == 0) calm.Set();
        }
    }

    /// <summary>Returns when nothing is urgent, or after a second: what waits may be urgent to others.</summary>
    public void LetGoFirst() => calm.Wait(Longest);

    public void Dispose() => calm.Dispose();
}
