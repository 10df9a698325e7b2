using System.Globalization;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>The times of a feed: dates are whole days in its time zone, timestamps carry their own offset.</summary>
internal sealed class FeedTimes(TimeZoneInfo zone)
{
    public TimeZoneInfo Zone => zone;

    public static FeedTimes Of(FeedObject feed)
    {
        const string member = "timeZone";
        if (feed.Text(member) is not { } id) return new(TimeZoneInfo.Utc);
        if (TimeZones.Named(id) is { } found) return new(found);
        feed.Wrong(member, $"{FeedErrors.Quote(id)} is no time zone known here (such as Europe/Paris)");
        return new(TimeZoneInfo.Utc);
    }

    public Flight Flight(FeedObject campaign)
    {
        var flight = new Flight(Instant(campaign, "start", 0), Instant(campaign, "end", 1));
        if (flight is { Start: { } start, End: { } end } && end <= start) campaign.Wrong("end", "is not after start");
        return flight;
    }

    public static DateTimeOffset Timestamp(FeedObject from, string member)
    {
        if (from.RequiredText(member) is not { } text) return default;
        if (Parsed(text) is { } instant) return instant;
        from.Wrong(member, $"{FeedErrors.Quote(text)} is no timestamp with an offset (2026-01-31T18:00:00+01:00)");
        return default;
    }

    /// <summary>A timestamp, or local midnight so many days after a date.</summary>
    private DateTimeOffset? Instant(FeedObject from, string member, int daysAfter)
    {
        if (from.Text(member) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return Midnight(date, daysAfter);
        if (Parsed(text) is { } instant) return instant;
        from.Wrong(member, $"{FeedErrors.Quote(text)} is neither a date (2026-01-31) nor a timestamp with an offset (2026-01-31T18:00:00+01:00)");
        return null;
    }

    private DateTimeOffset Midnight(DateOnly date, int daysAfter) =>
        date.DayNumber + daysAfter > DateOnly.MaxValue.DayNumber ? DateTimeOffset.MaxValue : LocalDay.Midnight(date.AddDays(daysAfter), zone);

    private static DateTimeOffset? Parsed(string text) =>
        HasOffset(text) && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : null;

    private static bool HasOffset(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');

    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
}
