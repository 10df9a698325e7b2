using System.Net;

namespace CometAdTag.Service.AdServer;

/// <summary>Reads an answer of the ad server.</summary>
internal static class AdServerResponse
{
    private const int MaxTagCharacters = 256;

    public static async Task<AdServerAnswer> ReadAsync(HttpResponseMessage response, bool wasConditional, DateTimeOffset now, int maxBytes, CancellationToken cancel)
    {
        if (response.StatusCode == HttpStatusCode.NotModified && wasConditional) return AdServerAnswer.NotModified;
        if (response.StatusCode != HttpStatusCode.OK) return await Failure(response, now, cancel);
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        return await AdServerBody.ReadAsync(stream, maxBytes, cancel) is { } body
            ? new(AdServerOutcome.Ok, "") { Status = 200, Body = body, ETag = Tag(response), Cookies = Cookies(response) }
            : AdServerAnswer.TooLarge(maxBytes);
    }

    private static async Task<AdServerAnswer> Failure(HttpResponseMessage response, DateTimeOffset now, CancellationToken cancel)
    {
        var outcome = (int)response.StatusCode switch
        {
            408 => AdServerOutcome.Timeout,
            429 => AdServerOutcome.RateLimited,
            >= 500 => AdServerOutcome.Http_5xx,
            _ => AdServerOutcome.Http_4xx,
        };
        var said = await AdServerError.ReadAsync(response, cancel);
        return new(outcome, $"it answered {(int)response.StatusCode}{said}")
        {
            Status = (int)response.StatusCode,
            IsExplained = said.Length > 0,
            RetryAfter = RetryAfter(response, now),
        };
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

    private static string[] Cookies(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [];
}
