using System.Text.Json;
using CometAdTag.Rotation.Wire;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>The columns of a reconciliation: its keys, each side, and the difference; a side is two columns, impressions and clicks.</summary>
internal sealed class ReconciliationColumns(Reconciliation report) : IReportForm
{
    private const string Difference = "difference";
    private static readonly string[] Kinds = ["impressions", "clicks"];

    private readonly ReportQuery query = report.Query;

    public ReportColumn[] All { get; } =
    [
        .. report.Query.By.Select(key => new ReportColumn(Words.Of(key))),
        .. from side in ReconciliationSql.Sides.Append(Difference) from kind in Kinds select new ReportColumn($"{side}.{kind}", side, kind),
    ];

    public string Rows => ReconciliationSql.Rows(query.By);

    /// <summary>Who was asked, and why it did not tell.</summary>
    public void Head(Utf8JsonWriter json)
    {
        json.WriteStartObject("adServer");
        json.WriteString("way", report.Way);
        json.WriteString("why", report.Why);
        json.WriteEndObject();
    }

    public void Read(SqliteDataReader row, object?[] cells)
    {
        var keys = query.By.Count;
        for (var i = 0; i < keys; i++) cells[i] = Key(query.By[i], row.GetValue(i));
        for (var i = keys; i < cells.Length - 2; i++) cells[i] = row.GetInt64(i);
        for (var kind = 0; kind < Kinds.Length; kind++)
        {
            var there = cells.Length - 4 + kind;
            cells[there + 2] = report.Why is null ? row.GetInt64(keys + kind) - row.GetInt64(there) : null;
            if (report.Why is not null) cells[there] = null;
        }
    }

    private object Key(ReportKey key, object value) => key switch
    {
        ReportKey.Hour => ReconciliationTimes.Hour(query, (long)value),
        ReportKey.Day => ReportTimes.Day((long)value),
        _ => value,
    };
}
