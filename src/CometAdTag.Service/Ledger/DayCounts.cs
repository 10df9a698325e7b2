namespace CometAdTag.Service.Ledger;

/// <summary>What a day's file that is attached as `day` counted, as reports and rollups add it up.</summary>
internal static class DayCounts
{
    public const string Columns = "served, rendered, viewable, clicks, shown, refused";

    /// <summary>A rendered impression was served, whatever a kill lost of the counts.</summary>
    public const string Rows = """
        SELECT minute, series, max(served, rendered) AS served, rendered, viewable, clicks, shown, 0 AS refused
        FROM day.counts WHERE minute >= ?1 AND minute < ?2
        UNION ALL
        SELECT minute, series, 0, 0, 0, 0, 0, refused FROM day.refused WHERE minute >= ?1 AND minute < ?2
        """;

    /// <summary>The sums of rows that are called c.</summary>
    public const string Sums = "sum(c.served), sum(c.rendered), sum(c.viewable), sum(c.clicks), sum(c.shown), sum(c.refused)";

    /// <summary>Adds a row that is there already.</summary>
    public const string AddUp = """
        served = served + excluded.served, rendered = rendered + excluded.rendered, viewable = viewable + excluded.viewable,
        clicks = clicks + excluded.clicks, shown = shown + excluded.shown, refused = refused + excluded.refused
        """;
}
