using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>
/// Rolls one day up into its month's file, in one transaction that is made in slices of a quarter of an hour, so that the writer's commits
/// go on between them. Disposed before it is completed, it leaves everything as it was. For one thread at a time.
/// </summary>
internal sealed class Rolling : IDisposable
{
    public const int Slices = 96;
    private const int MinutesASlice = 15;
    private static readonly RollupWidth[] Narrower = [RollupWidth.ZoneAndCampaign, RollupWidth.Campaign];

    private readonly long day;
    private readonly SqliteConnection connection;
    private readonly Statement addSeries, addRefused, addDay, addHoldout;
    private readonly Statement[] addNarrower;

    private Rolling(SqliteConnection connection, long day)
    {
        (this.connection, this.day) = (connection, day);
        addSeries = new(connection, $"""
            INSERT INTO quarters (width, time, series, {DayCounts.Columns}) SELECT {(int)RollupWidth.Series}, ?3, m.series, {DayCounts.Sums}
            FROM ({DayCounts.Rows}) c JOIN map m ON m.day_series = c.series GROUP BY m.series
            """);
        addNarrower = Array.ConvertAll(Narrower, width => new Statement(connection, $"""
            INSERT INTO quarters (width, time, series, {DayCounts.Columns}) SELECT {(int)width}, ?1, m.{Column(width)}, {DayCounts.Sums}
            FROM quarters c JOIN map m USING (series) WHERE c.width = {(int)RollupWidth.Series} AND c.time = ?1 GROUP BY 3
            """));
        addRefused = new(connection, """
            INSERT INTO refused SELECT ?3, m.series, r.reason, sum(r.refused)
            FROM day.refused r JOIN map m ON m.day_series = r.series WHERE r.minute >= ?1 AND r.minute < ?2 GROUP BY 2, 3
            """);
        addDay = new(connection, $"""
            INSERT INTO days (width, time, series, {DayCounts.Columns}) SELECT width, ?2, series, {DayCounts.Columns} FROM quarters WHERE width IN (0, 1, 2) AND time = ?1
            ON CONFLICT DO UPDATE SET {DayCounts.AddUp}
            """);
        addHoldout = new(connection, "INSERT INTO holdout SELECT * FROM day.holdout WHERE hour = ?1");
    }

    /// <summary>Takes back what the month's file has of the day, and finds the series of its rows.</summary>
    public static Rolling Begin(string folder, DateOnly day)
    {
        var number = LedgerTime.Number(day);
        var rollups = RollupSchema.Open(RollupFiles.Path(folder, day));
        try
        {
            Statement.Once(rollups, "ATTACH ?1 AS day", DayFiles.ReadOnly(DayFiles.Path(folder, day)));
            Statement.Once(rollups, "BEGIN IMMEDIATE");
            foreach (var (table, time, first, next) in Places(number))
                Statement.Once(rollups, $"DELETE FROM {table} WHERE {time} >= ?1 AND {time} < ?2", first, next);
            Statement.All(rollups, RollupMap.Sql);
            return new(rollups, number);
        }
        catch
        {
            rollups.Dispose();
            throw;
        }
    }

    /// <summary>Has reports read the day's own file again; the next rolling makes it anew. Gives the impressions of unknown fate that it had.</summary>
    public static long TakeBack(string folder, DateOnly day)
    {
        using var rollups = RollupSchema.Open(RollupFiles.Path(folder, day));
        Statement.Once(rollups, "DELETE FROM rolled WHERE day = ?1", LedgerTime.Number(day));
        return Unknown(rollups, LedgerTime.Number(day));
    }

    /// <summary>Adds one quarter of an hour of the day, 0 to 95.</summary>
    public void Add(int slice)
    {
        var quarter = (day * Slices) + slice;
        addSeries.Run(quarter * MinutesASlice, (quarter + 1) * MinutesASlice, quarter);
        addRefused.Run(quarter * MinutesASlice, (quarter + 1) * MinutesASlice, quarter);
        foreach (var add in addNarrower) add.Run(quarter);
        addDay.Run(quarter, day);
        if (quarter % 4 == 0) addHoldout.Run(quarter / 4);
    }

    /// <summary>Makes it durable; from now on reports read it. Gives the impressions of which nobody knows what became.</summary>
    public long Complete()
    {
        Statement.Once(connection, "INSERT INTO rolled VALUES (?1)", day);
        var unknown = Unknown(connection, day);
        Statement.Once(connection, "COMMIT");
        return unknown;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[addSeries, addRefused, addDay, addHoldout, .. addNarrower]) statement.Dispose();
        connection.Dispose();
    }

    private static IEnumerable<(string Table, string Time, long First, long Next)> Places(long day) =>
    [
        ("rolled", "day", day, day + 1),
        ("refused", "quarter", day * Slices, (day + 1) * Slices),
        ("holdout", "hour", day * 24, (day + 1) * 24),
        .. from width in Enum.GetValues<RollupWidth>()
           from place in ((string, string, long, long)[])
           [
               ("quarters", $"width = {(int)width} AND time", day * Slices, (day + 1) * Slices),
               ("days", $"width = {(int)width} AND time", day, day + 1),
           ]
           select place,
    ];

    private static long Unknown(SqliteConnection rollups, long day) => (long)Statement.Once(
        rollups, $"SELECT ifnull({DayCounts.Unknown}, 0) FROM days c WHERE c.width = {(int)RollupWidth.Series} AND c.time = ?1", day)!;

    private static string Column(RollupWidth width) => width is RollupWidth.Campaign ? "by_campaign" : "by_zone";
}
