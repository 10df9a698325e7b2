using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Ledger;

/// <summary>The statements that add up the day files, one after the other attached as `day`, in a table `report`.</summary>
internal sealed class ReportSql(IReadOnlyList<ReportKey> by)
{
    private static readonly string Triggers =
        string.Join(' ', Enum.GetValues<Trigger>().Select(t => $"WHEN {(int)t} THEN '{Words.Of(t)}'"));

    private readonly string names = string.Join(", ", by.Select(Name));

    public string Table => $"""
        CREATE TABLE report ({names}, served, rendered, viewable, clicks, shown, refused, PRIMARY KEY ({names})) WITHOUT ROWID
        """;

    /// <summary>Parameters: first minute, first minute no longer in it, most rows wanted of one day.</summary>
    public string AddDay => $"""
        INSERT INTO report
        SELECT {string.Join(", ", by.Select(Expression))},
          sum(c.served), sum(c.rendered), sum(c.viewable), sum(c.clicks), sum(c.shown), sum(c.refused)
        FROM (
          SELECT minute, series, max(served, rendered) AS served, rendered, viewable, clicks, shown, 0 AS refused
          FROM day.counts WHERE minute >= ?1 AND minute < ?2
          UNION ALL
          SELECT minute, series, 0, 0, 0, 0, 0, refused FROM day.refused WHERE minute >= ?1 AND minute < ?2) c
        JOIN day.series s USING (series)
        WHERE true
        GROUP BY {string.Join(", ", Enumerable.Range(1, by.Count))}
        LIMIT ?3
        ON CONFLICT DO UPDATE SET served = served + excluded.served, rendered = rendered + excluded.rendered,
          viewable = viewable + excluded.viewable, clicks = clicks + excluded.clicks,
          shown = shown + excluded.shown, refused = refused + excluded.refused
        """;

    public string Rows => $"SELECT * FROM report ORDER BY {names}";

    private static string Name(ReportKey key) => $"\"{Words.Of(key)}\"";

    private static string Expression(ReportKey key) => key switch
    {
        ReportKey.Hour => "strftime('%Y-%m-%dT%H:00:00Z', c.minute * 60, 'unixepoch')",
        ReportKey.Day => "strftime('%Y-%m-%d', c.minute * 60, 'unixepoch')",
        ReportKey.Website => "ifnull((SELECT w.website FROM day.websites w WHERE w.zone = s.zone), '')",
        ReportKey.Trigger => $"CASE s.\"trigger\" {Triggers} END",
        _ => $"s.{Name(key)}",
    };
}
