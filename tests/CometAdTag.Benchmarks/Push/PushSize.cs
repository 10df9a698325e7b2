namespace CometAdTag.Benchmarks.Push;

/// <summary>How much of it: pages at first, those that come after the rounds, and what a server is given to settle before its memory is read.</summary>
internal sealed record PushSize(int Pages, int MorePages, int WarmUps, int Rounds, TimeSpan Settle)
{
    public static PushSize Full { get; } = new(10_000, 8_000, 5, 9, TimeSpan.FromSeconds(5));

    public static PushSize Small { get; } = new(100, 50, 1, 1, TimeSpan.FromSeconds(1));
}
