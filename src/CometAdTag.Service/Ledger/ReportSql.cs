using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Ledger;

/// <summary>The statements that add up days, each from its file attached as `day` or from rollups attached as `rollup`, in a table `report`.</summary>
internal sealed class ReportSql(ReportQuery query)
{
    /// <summary>Rendered by thousand eCPM: what is stored of earned has to be divided by 1000.</summary>
    private const string Earned = "sum(p.ecpm * c.rendered)";

    private static readonly string Triggers =
        string.Join(' ', Enum.GetValues<Trigger>().Select(t => $"WHEN {(int)t} THEN '{Words.Of(t)}'"));

    private readonly string names = string.Join(", ", query.By.Select(Name));

    public string Tables => $"""
        CREATE TABLE report ({names}, {DayCounts.Columns}, earned, PRIMARY KEY ({names})) WITHOUT ROWID;
        CREATE TABLE times (quarter INTEGER PRIMARY KEY, hour INTEGER NOT NULL, day INTEGER NOT NULL);
        CREATE TABLE prices (campaign TEXT PRIMARY KEY, ecpm REAL NOT NULL) WITHOUT ROWID;
        """;

    public string Rows => $"SELECT * FROM report ORDER BY {names}";

    /// <summary>From a day's file; ?1 and ?2: first minute, first minute no longer in it; ?3: most rows wanted.</summary>
    public string AddFile => Add(
        $"({DayCounts.Rows}) c CROSS JOIN day.series s ON s.series = c.series", "c.minute / 15", "true",
        key => key is ReportKey.Website ? "ifnull((SELECT w.website FROM day.websites w WHERE w.zone = s.zone), '')" : OfSeries(key));

    /// <summary>From rollups; ?1 and ?2: the same in quarters of an hour.</summary>
    public string AddQuarters => Add(
        "rollup.quarters c CROSS JOIN rollup.series s ON s.series = c.series", "c.time", InRange, OfSeries);

    /// <summary>From rollups; ?1 and ?2: the same in days, where the query does not split them.</summary>
    public string AddDays => Add(
        "rollup.days c CROSS JOIN rollup.series s ON s.series = c.series", null, InRange, key => key is ReportKey.Day ? "c.time" : OfSeries(key));

    private string InRange => $"c.width = {(int)query.Width} AND c.time >= ?1 AND c.time < ?2";

    private string Add(string from, string? quarter, string where, Func<ReportKey, string> expression)
    {
        var times = quarter is not null && query.By.Any(key => key is ReportKey.Hour or ReportKey.Day) ? $"CROSS JOIN times t ON t.quarter = {quarter}" : "";
        return $"""
            INSERT INTO report SELECT {string.Join(", ", query.By.Select(expression))}, {DayCounts.Sums}, {Earned}
            FROM {from} {times} LEFT JOIN prices p ON p.campaign = s.campaign
            WHERE {where}
            GROUP BY {string.Join(", ", Enumerable.Range(1, query.By.Count))}
            LIMIT ?3
            ON CONFLICT DO UPDATE SET {DayCounts.AddUp}, earned = ifnull(earned + excluded.earned, ifnull(earned, excluded.earned))
            """;
    }

    private static string Name(ReportKey key) => $"\"{Words.Of(key)}\"";

    private static string OfSeries(ReportKey key) => key switch
    {
        ReportKey.Hour or ReportKey.Day => $"t.{Name(key)}",
        ReportKey.Trigger => $"CASE s.\"trigger\" {Triggers} END",
        _ => $"s.{Name(key)}",
    };
}
