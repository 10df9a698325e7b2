namespace CometAdTag.Benchmarks.Load;

/// <summary>The further pages that come all at once, while others are inside. Times in µs.</summary>
internal sealed class Storm(LoadPage[] pages)
{
    /// <summary>So many begin to connect before what has come for those inside is read again: else it were this tool that is late.</summary>
    private const int AtOnce = 50;

    private int begun, missing = pages.Length;
    private long lastCameAt;

    public long BeganAt { get; private set; } = Moment.Never;

    /// <summary>Not all of them have begun to connect.</summary>
    public bool IsBreaking => BeganAt != Moment.Never && begun < pages.Length;

    public void Begin(long now) => (BeganAt, lastCameAt) = (now, now);

    public void LetSomeCome(long now)
    {
        for (var some = 0; some < AtOnce && IsBreaking; some++)
        {
            pages[begun].ComeAt(now);
            pages[begun++].Wake(now);
        }
    }

    /// <summary>One of them is in.</summary>
    public void Came(long now) => (missing, lastCameAt) = (missing - 1, now);

    /// <summary>Whether that was before the last of them was in, and not before the first came.</summary>
    public bool Covers(long time) => time >= BeganAt && (missing > 0 || time < lastCameAt);
}
