namespace CometAdTag.Rotation.Pacing;

/// <summary>The hours of a week, from Sunday 0 h, local.</summary>
internal static class Week
{
    public const int Hours = 168;

    /// <summary>How the traffic of a site runs over a day as long as nothing is known of it; the mean is about 1.</summary>
    private static readonly double[] Usual =
        [0.5, 0.35, 0.25, 0.2, 0.2, 0.25, 0.4, 0.65, 0.9, 1.1, 1.2, 1.25, 1.25, 1.25, 1.25, 1.25, 1.25, 1.3, 1.4, 1.55, 1.65, 1.6, 1.3, 0.85];

    /// <summary>The hour and its part that is over.</summary>
    public static double HourOf(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        return ((int)local.DayOfWeek * 24) + local.TimeOfDay.TotalHours;
    }

    /// <summary>Sunday or Saturday.</summary>
    public static bool IsWeekend(int hour) => hour is < 24 or >= 144;

    public static double UsualAt(int hour) => Usual[hour % 24];
}
