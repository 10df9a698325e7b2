using System.Text.Json;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>The columns of a report: its keys, what was counted, and what became of the rest.</summary>
internal sealed class ReportColumns : IReportForm
{
    private const int Decimals = 6;
    private const string Unrendered = "unrendered";
    private static readonly string[] Counts = ["served", "rendered", "viewable", "clicks", "shown", "refused"];
    private static readonly ReportColumn[] Reasons =
        [.. Words.All<Fate>().Except([Words.Of(Fate.None)]).Select(reason => new ReportColumn(reason, Unrendered, reason))];

    private readonly ReportQuery query;
    private readonly ReportTimes times;
    private readonly int firstReason;

    public ReportColumns(ReportQuery query)
    {
        (this.query, times) = (query, new(query));
        All = [.. query.By.Select(Words.Of).Concat(Counts).Select(name => new ReportColumn(name)), new(Unrendered, Unrendered, "total"), .. Reasons, new("earned")];
        firstReason = query.By.Count + Counts.Length + 1;
    }

    public ReportColumn[] All { get; }

    public string Rows => new ReportSql(query).Rows;

    public void Head(Utf8JsonWriter json)
    {
        // It covers what it was asked for, and there is no more to say
    }

    /// <summary>Reads a row of the table `report`, which has no total.</summary>
    public void Read(SqliteDataReader row, object?[] cells)
    {
        for (var i = 0; i < firstReason - 1; i++) cells[i] = i < query.By.Count ? Key(query.By[i], row.GetValue(i)) : row.GetInt64(i);
        var unrendered = 0L;
        for (var i = firstReason; i < cells.Length - 1; i++)
        {
            cells[i] = row.GetInt64(i - 1);
            unrendered += row.GetInt64(i - 1);
        }
        cells[firstReason - 1] = unrendered;
        var earned = cells.Length - 2;
        cells[^1] = row.IsDBNull(earned) ? null : Math.Round((decimal)(row.GetDouble(earned) / 1000), Decimals);
    }

    private object Key(ReportKey key, object value) => key switch
    {
        ReportKey.Hour => times.Hour((long)value),
        ReportKey.Day => ReportTimes.Day((long)value),
        _ => value,
    };
}
