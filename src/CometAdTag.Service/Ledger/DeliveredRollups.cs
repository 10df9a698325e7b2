using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>A month's rollups as goals see them: only the days whose own files are deleted.</summary>
internal static class DeliveredRollups
{
    /// <summary>The months of a folder; one that cannot be read is left out and logged.</summary>
    public static IEnumerable<DeliveredFile> In(string folder, DateOnly today, ILogger logger)
    {
        var kept = DayFiles.In(folder).Select(file => file.Day).ToHashSet();
        var isOldest = true;
        foreach (var (_, path) in RollupFiles.In(folder))
        {
            if (Of(path, kept, today, isOldest, logger) is { } file) yield return file;
            isOldest = false;
        }
    }

    private static DeliveredFile? Of(string path, HashSet<DateOnly> kept, DateOnly today, bool isOldest, ILogger logger)
    {
        try
        {
            var days = RollupFiles.Rolled(path).Except(kept).ToList();
            using var connection = DayFiles.Beside(path);
            // Nothing was written to it yet
            if (Statement.Once(connection, "PRAGMA user_version") is 0L) return null;
            return new(
                [.. Delivered(connection, days), .. isOldest ? Carried(connection) : []], [], [], [],
                [.. Hours(connection, days.Where(day => today.DayNumber - day.DayNumber <= DeliveredFile.TrafficDays))]);
        }
        catch (Exception e) when (e is SqliteException or LedgerUnavailableException)
        {
            logger.LogError("What was delivered according to {Path} is left out of the goals: {Cause}", path, LedgerFailure.Cause(e));
            return null;
        }
    }

    private static List<(string, Delivered)> Delivered(SqliteConnection connection, IEnumerable<DateOnly> days) => Statement.Many(
        connection, $"""
            SELECT s.campaign, sum(d.rendered), sum(d.clicks) FROM days d JOIN series s USING (series)
            WHERE d.width = {(int)RollupWidth.Campaign} AND d.time IN ({Numbers(days)}) GROUP BY s.campaign
            """, row => (row.GetString(0), new Delivered(row.GetInt64(1), row.GetInt64(2))));

    private static List<(string, Delivered)> Carried(SqliteConnection connection) => Statement.Many(
        connection, "SELECT campaign, impressions, clicks FROM carried", row => (row.GetString(0), new Delivered(row.GetInt64(1), row.GetInt64(2))));

    private static IEnumerable<(string, long, long)> Hours(SqliteConnection connection, IEnumerable<DateOnly> days) => days.SelectMany(day =>
        Statement.Many(
            connection, $"""
                SELECT s.zone, q.time / 4, sum(q.served) FROM quarters q JOIN series s USING (series)
                WHERE q.width = {(int)RollupWidth.ZoneAndCampaign} AND q.time >= ?1 * {Rolling.Slices} AND q.time < (?1 + 1) * {Rolling.Slices} GROUP BY 1, 2
                """, row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2)), LedgerTime.Number(day)));

    private static string Numbers(IEnumerable<DateOnly> days) => string.Join(", ", days.Select(LedgerTime.Number));
}
