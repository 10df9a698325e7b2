using System.Net.WebSockets;

namespace CometAdTag.Service.Doctor;

/// <summary>Holds a connection and listens, for as long as it was told.</summary>
internal sealed class Holding(TimeProvider time, Greeting greeting, TimeSpan wait)
{
    /// <summary>The tag gives a connection up that has not answered by then.</summary>
    public static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Late = TimeSpan.FromSeconds(3);

    public TimeSpan Wait => wait;

    public long Now => time.GetTimestamp();

    public TimeSpan Since(long at) => time.GetElapsedTime(at);

    /// <summary>A time after which waiting is over.</summary>
    public CancellationTokenSource Until(TimeSpan end) => new(end, time);

    /// <summary>Listens until the wait or the connection is over. Hear waits for the next that comes: true, or false when the other side ended it in order.</summary>
    public async Task<Finding> Listen(string subject, TimeSpan answered, Func<CancellationToken, Task<bool?>> hear, CancellationToken cancel)
    {
        var since = Now;
        var heard = 0;
        using var bound = Until(wait);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancel);
        try
        {
            while (await hear(either.Token) is { } more)
            {
                if (!more) return Finding.Ok(subject, $"answered after {answered.TotalMilliseconds:0} ms, and lived for {Since(since).TotalSeconds:0} s, when the service ended it");
                heard++;
            }
        }
        catch (Exception end) when (end is IOException or WebSocketException or HttpRequestException || (end is OperationCanceledException && bound.IsCancellationRequested))
        {
            // The same end, said less politely; or the time is over, which whoever was reading then may say in any of these ways
            if (bound.IsCancellationRequested) return Over(subject, answered, heard);
        }
        return Cut(subject, Since(since));
    }

    public Finding Cut(string subject, TimeSpan lived) => Finding.Wrong(subject,
        $"cut after {lived.TotalSeconds:0.#} s, not by the service; each cut is a new connection of every page", Remedies.Timeout(greeting.Heartbeat));

    private Finding Over(string subject, TimeSpan answered, int heard)
    {
        if (heard == 0 && wait > greeting.Heartbeat + Late)
            return Finding.Wrong(subject, $"answered, and then nothing came for {wait.TotalSeconds:0} s, though the service says something every {greeting.Heartbeat.TotalSeconds:0} s: it is held back", Remedies.Buffering);
        var life = $"answered after {answered.TotalMilliseconds:0} ms, lives for {wait.TotalSeconds:0} s and longer";
        return wait < greeting.Heartbeat
            ? Finding.Note(subject, $"{life}; the service would have said something after {greeting.Heartbeat.TotalSeconds:0} s", "look for longer, with --wait")
            : Finding.Ok(subject, life);
    }
}
