using System.Globalization;
using CometAdTag.Rotation.Campaigns;

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

    /// <summary>The same, but where no offset is given, in a time zone.</summary>
    public static DateTimeOffset? Read(string? text, TimeZoneInfo zone) =>
        Read(text) is { } time ? HasOffset(text!) ? time : LocalDay.Instant(time.DateTime, zone) : null;

    // The sixth character from the end is a hyphen in a date too
    private static bool HasOffset(string text) => text.EndsWith('Z') || (text.Contains('T') && text[^6] is '+' or '-');

    public static string Wrong(string? text) =>
        $"'{text}' is no ISO 8601 time; allowed are 2026-11-22, 2026-11-22T10:00Z or 2026-11-22T10:00:00%2B01:00 (a + is written %2B).";
}
