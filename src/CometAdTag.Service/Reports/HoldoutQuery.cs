namespace CometAdTag.Service.Reports;

/// <summary>What a report of a holdout covers: whole hours of UTC, which is what is kept, and one website or all.</summary>
internal sealed record HoldoutQuery(ReportQuery Range, string? Website)
{
    private const int MinutesAnHour = 60;

    /// <summary>The hours that this range touches.</summary>
    public static HoldoutQuery Of(ReportQuery range, string? website) => new(
        range with
        {
            FromMinute = range.FromMinute / MinutesAnHour * MinutesAnHour,
            ToMinute = (range.ToMinute + MinutesAnHour - 1) / MinutesAnHour * MinutesAnHour,
        },
        website);

    /// <summary>The UTC days that it touches, each with the hours since 1970 of it that are in it.</summary>
    public IEnumerable<(DateOnly Day, long From, long To)> Days =>
        Range.Days.Select(day => (day.Day, day.From / MinutesAnHour, day.To / MinutesAnHour));
}
