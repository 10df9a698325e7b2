using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>
/// A day's file as goals see it, by campaign: all that was delivered in it, what the ad server was not told of or has not acknowledged,
/// and, of the last days, the minute; with the requests by zone and hour, from which pacing learns the traffic.
/// </summary>
internal sealed record DeliveredFile(
    List<(string Campaign, Delivered Count)> All, List<(string Campaign, Delivered Count)> Due, List<ToldBatch> Batches,
    List<(string Campaign, long Minute, long Impressions)> Recent, List<(string Zone, long Hour, long Requests)> Requests)
{
    /// <summary>Days of which the minutes, and of which the requests, are read.</summary>
    public const int RecentDays = 2, TrafficDays = 7;

    /// <summary>The files of a folder, each read when it is asked for; one that cannot be read is left out and logged.</summary>
    public static IEnumerable<DeliveredFile> In(string folder, DateOnly today, ILogger logger)
    {
        foreach (var (day, path) in DayFiles.In(folder))
            if (Of(path, today.DayNumber - day.DayNumber, logger) is { } file) yield return file;
    }

    private static DeliveredFile? Of(string path, int age, ILogger logger)
    {
        try
        {
            using var connection = DayFiles.Beside(path);
            var hasHandOver = (long)Statement.Once(connection, "PRAGMA user_version")! >= LedgerSchema.WithHandOver;
            return new(
                Counts(connection, "SELECT s.campaign, sum(c.rendered), sum(c.clicks) FROM counts c JOIN series s USING (series) GROUP BY s.campaign"),
                hasHandOver ? Counts(connection, "SELECT campaign, sum(impressions), sum(clicks) FROM due GROUP BY campaign") : [],
                hasHandOver ? BatchesOf(connection) : [],
                age <= RecentDays ? Minutes(connection) : [],
                age <= TrafficDays ? Hours(connection) : []);
        }
        catch (SqliteException e)
        {
            logger.LogError("What was delivered according to {Path} is left out of the goals: {Cause}", path, LedgerFailure.Cause(e));
            return null;
        }
    }

    private static List<(string, Delivered)> Counts(SqliteConnection connection, string sql) =>
        Statement.Many(connection, sql, row => (row.GetString(0), new Delivered(row.GetInt64(1), row.GetInt64(2))));

    private static List<ToldBatch> BatchesOf(SqliteConnection connection) =>
        [.. Statement.Many(connection, "SELECT batch, id FROM batches WHERE kind = ?1 ORDER BY batch", row => (Number: row.GetInt64(0), Id: row.GetString(1)), (int)BatchKind.Repeated)
            .Select(batch => new ToldBatch(batch.Id, Statement.Many(
                connection, "SELECT campaign, sum(impressions), sum(clicks) FROM due WHERE batch = ?1 GROUP BY campaign",
                row => (Campaign: row.GetString(0), Count: new Delivered(row.GetInt64(1), row.GetInt64(2))), batch.Number).ToDictionary(row => row.Campaign, row => row.Count)))];

    private static List<(string, long, long)> Minutes(SqliteConnection connection) => Statement.Many(
        connection, "SELECT s.campaign, c.minute, sum(c.rendered) FROM counts c JOIN series s USING (series) GROUP BY 1, 2",
        row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2)));

    private static List<(string, long, long)> Hours(SqliteConnection connection) => Statement.Many(
        connection, "SELECT s.zone, c.minute / 60, sum(max(c.served, c.rendered)) FROM counts c JOIN series s USING (series) GROUP BY 1, 2",
        row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2)));
}
