using System.Globalization;

namespace CometAdTag.Service.Access;

/// <summary>Times in the parameters of the server API: ISO 8601, UTC where no zone is given.</summary>
internal static class ApiTime
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static DateTimeOffset? Read(string? text)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, utc, out var time) ? time : null;
    }

    public static string Wrong(string? text) =>
        $"'{text}' is no ISO 8601 time; allowed are 2026-11-22, 2026-11-22T10:00Z or 2026-11-22T10:00:00%2B01:00 (a + is written %2B).";
}
