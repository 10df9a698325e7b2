using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>The columns of a report: its keys and what was counted. A cell is a text, a whole number, a decimal, or null.</summary>
internal sealed class ReportColumns(ReportQuery query)
{
    private const int Decimals = 6;
    private static readonly string[] Counts = DayCounts.Columns.Split(", ");

    private readonly ReportTimes times = new(query);

    public string[] Names { get; } = [.. query.By.Select(Words.Of), .. Counts, "earned"];

    /// <summary>Reads a row of the table `report`.</summary>
    public void Read(SqliteDataReader row, object?[] cells)
    {
        for (var i = 0; i < cells.Length - 1; i++) cells[i] = i < query.By.Count ? Key(query.By[i], row.GetValue(i)) : row.GetInt64(i);
        cells[^1] = row.IsDBNull(cells.Length - 1) ? null : Math.Round((decimal)(row.GetDouble(cells.Length - 1) / 1000), Decimals);
    }

    private object Key(ReportKey key, object value) => key switch
    {
        ReportKey.Hour => times.Hour((long)value),
        ReportKey.Day => ReportTimes.Day((long)value),
        _ => value,
    };
}
