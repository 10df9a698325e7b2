using System.Globalization;
using CometAdTag.Service.Ledger;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>
/// The hours and days of a report's time zone. A day is told by its number, an hour by its first quarter since 1970 in the report, since
/// the clocks may show an hour twice; offsets are multiples of a quarter of an hour.
/// </summary>
internal sealed class ReportTimes(ReportQuery query)
{
    private const int MinutesAQuarter = 15, SecondsAQuarter = 900;

    private readonly TimeZoneInfo zone = query.TimeZone ?? TimeZoneInfo.Utc;
    private readonly string hourFormat = query.TimeZone is null ? "yyyy-MM-dd'T'HH:00:00'Z'" : "yyyy-MM-dd'T'HH:00:00zzz";

    /// <summary>Writes hour and day of each quarter that the report covers.</summary>
    public void Fill(SqliteConnection connection)
    {
        using var add = new Statement(connection, "INSERT INTO times VALUES (?1, ?2, ?3)");
        Statement.Once(connection, "BEGIN");
        var (hour, last) = (0L, default((DateTime, TimeSpan)?));
        for (var quarter = query.FromMinute / MinutesAQuarter; quarter * MinutesAQuarter < query.ToMinute; quarter++)
        {
            var local = Local(quarter);
            var shown = (local.Date.AddHours(local.Hour), local.Offset);
            if (shown != last) (hour, last) = (quarter, shown);
            add.Run(quarter, hour, LedgerTime.Number(DateOnly.FromDateTime(local.DateTime)));
        }
        Statement.Once(connection, "COMMIT");
    }

    public string Hour(long quarter) => Local(quarter).ToString(hourFormat, CultureInfo.InvariantCulture);

    public static string Day(long number) => LedgerTime.Day(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private DateTimeOffset Local(long quarter) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(quarter * SecondsAQuarter), zone);
}
