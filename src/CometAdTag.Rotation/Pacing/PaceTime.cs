using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Pacing;

/// <summary>A moment of steering: the day and the hour of the week in the ad server's time zone, and the seconds since the last one that count.</summary>
internal readonly record struct PaceTime(DateTimeOffset Now, LocalDay Day, double HourOfWeek, double Seconds)
{
    /// <summary>The hour of the week, whole.</summary>
    public int Hour => (int)HourOfWeek;
}
