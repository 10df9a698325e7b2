using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.Reports;

/// <summary>The statements that add up days, each from its file attached as `day` or from rollups attached as `rollup`, in a table `report`.</summary>
internal sealed class ReportSql(ReportQuery query)
{
    /// <summary>What the campaigns of the attached rollups pay, by series.</summary>
    public const string Price = """
        DELETE FROM priced;
        INSERT INTO priced SELECT s.series, p.ecpm FROM rollup.series s CROSS JOIN prices p ON p.campaign = s.campaign
        """;

    private const string Earned = "sum(p.ecpm * c.rendered)", Priced = "LEFT JOIN priced p ON p.series = c.series";

    private static readonly string Triggers =
        string.Join(' ', Enum.GetValues<Trigger>().Select(t => $"WHEN {(int)t} THEN '{Words.Of(t)}'"));

    private readonly string names = string.Join(", ", query.By.Select(Name));

    /// <summary>What is stored of earned has to be divided by 1000: eCPM is by thousand.</summary>
    public string Tables => $"""
        CREATE TABLE report ({names}, {DayCounts.Columns}, unknown, earned, PRIMARY KEY ({names})) WITHOUT ROWID;
        CREATE TABLE times (quarter INTEGER PRIMARY KEY, hour INTEGER NOT NULL, day INTEGER NOT NULL);
        CREATE TABLE prices (campaign TEXT PRIMARY KEY, ecpm REAL NOT NULL) WITHOUT ROWID;
        CREATE TABLE priced (series INTEGER PRIMARY KEY, ecpm REAL NOT NULL);
        """;

    public string Rows => $"SELECT * FROM report ORDER BY {names}";

    /// <summary>From a day's file; ?1 and ?2: first minute, first minute no longer in it; ?3: most rows wanted.</summary>
    public string AddFile => Add(
        $"({DayCounts.Rows}) c CROSS JOIN day.series s ON s.series = c.series {Times("c.minute / 15")} LEFT JOIN prices p ON p.campaign = s.campaign",
        "true", "0", Earned, key => key is ReportKey.Website ? "ifnull((SELECT w.website FROM day.websites w WHERE w.zone = s.zone), '')" : OfSeries(key));

    /// <summary>From rollups; ?1 and ?2: the same in quarters of an hour.</summary>
    public string AddQuarters => query.By.All(IsTime)
        ? Add($"({QuarterSums}) c {Times("c.time")}", "true", "sum(c.unknown)", "sum(c.earned)", OfSeries)
        : Add($"rollup.quarters c CROSS JOIN rollup.series s ON s.series = c.series {Times("c.time")} {Priced}", InRange, DayCounts.Unknown, Earned, OfSeries);

    /// <summary>From rollups; ?1 and ?2: the same in days, where the query does not split them.</summary>
    public string AddDays => Add(
        $"rollup.days c CROSS JOIN rollup.series s ON s.series = c.series {Priced}",
        InRange, DayCounts.Unknown, Earned, key => key is ReportKey.Day ? "c.time" : OfSeries(key));

    private string InRange => $"c.width = {(int)query.Width} AND c.time >= ?1 AND c.time < ?2";

    // Rows of one quarter follow each other: added up first, they need no sorting
    private string QuarterSums => $"""
        SELECT c.time, {DayCounts.NamedSums}, {DayCounts.Unknown} AS unknown, {Earned} AS earned
        FROM rollup.quarters c {Priced} WHERE {InRange} GROUP BY c.time
        """;

    private string Add(string from, string where, string unknown, string earned, Func<ReportKey, string> expression) => $"""
        INSERT INTO report SELECT {string.Join(", ", query.By.Select(expression))}, {DayCounts.Sums}, {unknown}, {earned}
        FROM {from}
        WHERE {where}
        GROUP BY {string.Join(", ", Enumerable.Range(1, query.By.Count))}
        LIMIT ?3
        ON CONFLICT DO UPDATE SET {DayCounts.AddUp}, unknown = unknown + excluded.unknown, earned = ifnull(earned + excluded.earned, ifnull(earned, excluded.earned))
        """;

    private string Times(string quarter) => query.By.Any(IsTime) ? $"CROSS JOIN times t ON t.quarter = {quarter}" : "";

    private static bool IsTime(ReportKey key) => key is ReportKey.Hour or ReportKey.Day;

    private static string Name(ReportKey key) => $"\"{Words.Of(key)}\"";

    private static string OfSeries(ReportKey key) => key switch
    {
        ReportKey.Hour or ReportKey.Day => $"t.{Name(key)}",
        ReportKey.Trigger => $"CASE s.\"trigger\" {Triggers} END",
        _ => $"s.{Name(key)}",
    };
}
