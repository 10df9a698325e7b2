using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>Gives each series of a day's file a small number, so that rows stay short.</summary>
internal sealed class SeriesTable(SqliteConnection connection) : IDisposable
{
    /// <summary>Numbers remembered; more than that are looked up again.</summary>
    private const int Remembered = 100_000;

    private readonly Dictionary<Series, long> known = [];

    private readonly Statement find = new(connection, """
        SELECT series FROM series WHERE zone = ?1 AND campaign = ?2 AND creative = ?3 AND "trigger" = ?4 AND "index" = ?5
        """);

    private readonly Statement add = new(connection, """
        INSERT INTO series (zone, campaign, creative, "trigger", "index") VALUES (?1, ?2, ?3, ?4, ?5) RETURNING series
        """);

    public long Id(Series series)
    {
        if (known.TryGetValue(series, out var id)) return id;
        if (known.Count >= Remembered) known.Clear();
        return known[series] = Ask(find, series) ?? Ask(add, series)!.Value;
    }

    public void Dispose()
    {
        find.Dispose();
        add.Dispose();
    }

    private static long? Ask(Statement statement, Series series) =>
        statement.Number(series.Zone, series.Campaign, series.Creative, (int)series.Trigger, series.Index);
}
