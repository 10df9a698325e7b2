namespace CometAdTag.Rotation.Campaigns;

/// <summary>A calendar day of a time zone, from its first instant to the first one after it.</summary>
public readonly record struct LocalDay(DateOnly Date, DateTimeOffset Start, DateTimeOffset End)
{
    public static LocalDay Of(DateTimeOffset now, TimeZoneInfo zone)
    {
        var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return new(date, Midnight(date, zone), date == DateOnly.MaxValue ? DateTimeOffset.MaxValue : Midnight(date.AddDays(1), zone));
    }

    /// <summary>Where a change of the clocks skips midnight, the first instant of the day; where it comes twice, the first of both.</summary>
    public static DateTimeOffset Midnight(DateOnly date, TimeZoneInfo zone) => Instant(date.ToDateTime(TimeOnly.MinValue), zone);

    /// <summary>When the clocks of the zone show this time: the first of both where it comes twice, as if they had not changed where it is skipped.</summary>
    public static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new(Math.Clamp(local.Ticks - offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }
}
