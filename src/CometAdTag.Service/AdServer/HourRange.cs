using System.Globalization;

namespace CometAdTag.Service.AdServer;

/// <summary>Hours in UTC since 1970: the first in it, and the first no longer in it.</summary>
internal readonly record struct HourRange(long First, long Next)
{
    public bool IsEmpty => First >= Next;

    public bool Contains(long hour) => hour >= First && hour < Next;

    /// <summary>The same in parts of so many hours at most.</summary>
    public IEnumerable<HourRange> Parts(int hours)
    {
        for (var first = First; first < Next; first += hours) yield return new(first, Math.Min(first + hours, Next));
    }

    public static DateTimeOffset Start(long hour) => DateTimeOffset.FromUnixTimeSeconds(hour * 3600);

    /// <summary>As the plugin's intake writes it.</summary>
    public static string Text(long hour) => Start(hour).ToString("yyyy-MM-dd'T'HH:00:00'Z'", CultureInfo.InvariantCulture);
}
