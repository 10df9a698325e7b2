using System.Globalization;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Ledger;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>Hours of UTC as a report's time zone shows them: by the time at which they begin, in the day in which they do.</summary>
internal static class ReconciliationTimes
{
    /// <summary>Writes the day of each hour, where it is asked for.</summary>
    public static void Fill(SqliteConnection connection, ReportQuery query)
    {
        if (!query.By.Contains(ReportKey.Day)) return;
        using var add = new Statement(connection, "INSERT INTO days VALUES (?1, ?2)");
        for (var hour = query.FromMinute / 60; hour * 60 < query.ToMinute; hour++)
            add.Run(hour, LedgerTime.Number(DateOnly.FromDateTime(Local(query, hour).DateTime)));
    }

    public static string Hour(ReportQuery query, long hour) =>
        Local(query, hour).ToString(query.TimeZone is null ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static DateTimeOffset Local(ReportQuery query, long hour) => TimeZoneInfo.ConvertTime(HourRange.Start(hour), query.TimeZone ?? TimeZoneInfo.Utc);
}
