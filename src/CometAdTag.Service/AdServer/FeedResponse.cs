using System.Net;

namespace CometAdTag.Service.AdServer;

/// <summary>Reads the answer of the feed's server.</summary>
internal static class FeedResponse
{
    private const int MaxTagCharacters = 256;

    public static async Task<FeedAnswer> ReadAsync(HttpResponseMessage response, bool wasConditional, DateTimeOffset now, CancellationToken cancel)
    {
        if (response.StatusCode == HttpStatusCode.NotModified && wasConditional) return FeedAnswer.NotModified;
        if (response.StatusCode != HttpStatusCode.OK) return Failure(response, now);
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        return await FeedBody.ReadAsync(stream, cancel) is { } body
            ? new(PullOutcome.Ok, "") { Body = body, ETag = Tag(response) }
            : FeedAnswer.TooLarge;
    }

    private static FeedAnswer Failure(HttpResponseMessage response, DateTimeOffset now)
    {
        var outcome = (int)response.StatusCode switch
        {
            408 => PullOutcome.Timeout,
            429 => PullOutcome.RateLimited,
            >= 500 => PullOutcome.Http_5xx,
            _ => PullOutcome.Http_4xx,
        };
        return new(outcome, $"it answered {(int)response.StatusCode}") { RetryAfter = RetryAfter(response, now) };
    }

    /// <summary>Both forms: seconds, or a date.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - now;
        return wait > TimeSpan.Zero ? wait : null;
    }

    // As it was sent: servers write tags that are none, and know them again.
    private static string? Tag(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("ETag", out var tags) && tags.ToString() is { Length: > 0 and <= MaxTagCharacters } tag ? tag : null;
}
