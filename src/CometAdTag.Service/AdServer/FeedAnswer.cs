namespace CometAdTag.Service.AdServer;

/// <summary>What the feed's file or server answered: bytes where it is ok, else what was wrong, in words.</summary>
internal sealed record FeedAnswer(PullOutcome Outcome, string Detail)
{
    public ReadOnlyMemory<byte> Body { get; init; }
    public string? ETag { get; init; }
    public TimeSpan? RetryAfter { get; init; }

    public static FeedAnswer NotModified { get; } = new(PullOutcome.NotModified, "");

    public static FeedAnswer TooLarge { get; } = new(PullOutcome.Refused, $"the feed is larger than {FeedBody.MaxBytes >> 20} MiB");

    /// <summary>Asking again in a moment may help.</summary>
    public bool IsTransient => Outcome is PullOutcome.Timeout or PullOutcome.Http_5xx or PullOutcome.RateLimited or PullOutcome.Network;
}
