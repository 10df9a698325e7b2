using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Ledger;

/// <summary>The ledger dates everything by the time in the impression id: the file by its UTC day, counts by its minute since 1970.</summary>
internal static class LedgerTime
{
    /// <summary>Tokens are good for 24 hours; an hour of clock skew between nodes on both sides.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(25), Skew = TimeSpan.FromHours(1);

    /// <summary>Longer than anything that was taken waits for its commit.</summary>
    private static readonly TimeSpan Queued = TimeSpan.FromHours(1);

    private static readonly int FirstDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static long Minute(ImpressionId id) => id.IssuedAt / 60_000;

    public static DateOnly Day(ImpressionId id) => Day(DateTimeOffset.FromUnixTimeMilliseconds(id.IssuedAt));

    public static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    /// <summary>Days since 1970.</summary>
    public static long Number(DateOnly day) => day.DayNumber - FirstDay;

    public static DateOnly Day(long number) => DateOnly.FromDayNumber((int)number + FirstDay);

    /// <summary>Whether the ledger still takes anything of an impression of this age.</summary>
    public static bool IsOpen(ImpressionId id, DateTimeOffset now) =>
        id.IssuedAt > (now - Oldest).ToUnixTimeMilliseconds() && id.IssuedAt < (now + Skew).ToUnixTimeMilliseconds();

    /// <summary>Whether impressions of this day can still come: true of three days at most.</summary>
    public static bool IsOpen(DateOnly day, DateTimeOffset now) => day >= Day(now - Oldest) && day <= Day(now + Skew);

    /// <summary>Whether nothing of this day can come or wait any more.</summary>
    public static bool IsOver(DateOnly day, DateTimeOffset now) => day < Day(now - Oldest - Queued);
}
