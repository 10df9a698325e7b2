using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>Deletes files that are older than they are kept, each only when nothing in it is needed any more. For the writer's thread.</summary>
internal static class Retention
{
    /// <summary>Whether the ad server was told of all of a day, or is not told at all.</summary>
    public static bool IsHandedOver(string path)
    {
        using var file = DayFiles.Beside(path);
        return (long)Statement.Once(file, "PRAGMA user_version")! < LedgerSchema.WithHandOver || Statement.Once(file, "SELECT 1 FROM due LIMIT 1") is null;
    }

    /// <summary>Whether a day's file and its rollups say the same. It reads all of the file, so it is for any thread but the writer's.</summary>
    public static bool IsSame(string folder, DateOnly day)
    {
        using var file = DayFiles.Beside(DayFiles.Path(folder, day));
        Statement.Once(file, "ATTACH ?1 AS day", DayFiles.ReadOnly(DayFiles.Path(folder, day)));
        Statement.Once(file, "ATTACH ?1 AS rollup", DayFiles.ReadOnly(RollupFiles.Path(folder, day)));
        return HasSameHoldout(file, day) && Statement.Once(file, $"""
            SELECT 1 FROM (
              SELECT {DayCounts.Sums} FROM ({DayCounts.Rows}) c
              INTERSECT
              SELECT {DayCounts.Sums} FROM rollup.days c WHERE width = {(int)RollupWidth.Series} AND time = ?3)
            """, 0L, long.MaxValue, LedgerTime.Number(day)) is not null;
    }

    /// <summary>Keeps by hour and campaign what of a day was handed over, in its month's file, before its own is deleted.</summary>
    public static void KeepHanded(string folder, DateOnly day)
    {
        var (first, next) = (LedgerTime.Number(day) * 24, (LedgerTime.Number(day) + 1) * 24);
        using var connection = RollupSchema.Open(RollupFiles.Path(folder, day));
        Statement.Once(connection, "ATTACH ?1 AS day", DayFiles.ReadOnly(DayFiles.Path(folder, day)));
        Statement.Once(connection, "BEGIN IMMEDIATE");
        Statement.Once(connection, "DELETE FROM main.handed WHERE hour >= ?1 AND hour < ?2", first, next);
        Statement.Once(connection, "INSERT INTO main.handed SELECT * FROM day.handed WHERE hour >= ?1 AND hour < ?2", first, next);
        Statement.Once(connection, "COMMIT");
    }

    private static bool HasSameHoldout(SqliteConnection file, DateOnly day)
    {
        const string Sums = "count(*), sum(pages), sum(served), sum(rendered), sum(viewable), sum(clicks), sum(shown), sum(earned)";
        return Statement.Once(file, $"""
            SELECT 1 FROM (SELECT {Sums} FROM day.holdout INTERSECT SELECT {Sums} FROM rollup.holdout WHERE hour >= ?1 AND hour < ?2)
            """, LedgerTime.Number(day) * 24, (LedgerTime.Number(day) + 1) * 24) is not null;
    }

    /// <summary>A day's file with what SQLite keeps beside it. The file first: without it, the others mean nothing.</summary>
    public static void Delete(string path)
    {
        foreach (var file in (string[])[path, path + "-wal", path + "-shm"]) File.Delete(file);
    }

    /// <summary>Keeps for goals what a month and those before it delivered, in the file of a later month, before its own is deleted.</summary>
    public static void Carry(string path, string later)
    {
        using var connection = RollupSchema.Open(later);
        Statement.Once(connection, "ATTACH ?1 AS old", DayFiles.ReadOnly(path));
        Statement.Once(connection, "BEGIN IMMEDIATE");
        Statement.Once(connection, "DELETE FROM carried");
        Statement.Once(connection, $"""
            INSERT INTO carried SELECT campaign, sum(rendered), sum(clicks) FROM (
              SELECT s.campaign, d.rendered, d.clicks FROM old.days d JOIN old.series s USING (series) WHERE d.width = {(int)RollupWidth.Campaign}
              UNION ALL
              SELECT campaign, impressions, clicks FROM old.carried)
            GROUP BY campaign
            """);
        Statement.Once(connection, "COMMIT");
    }
}
