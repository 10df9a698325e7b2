using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>What the rows of a report are.</summary>
internal interface IReportForm
{
    ReportColumn[] All { get; }

    /// <summary>The query of its rows, in their order.</summary>
    string Rows { get; }

    /// <summary>Reads a row: each cell is a text, a whole number, a decimal, or null.</summary>
    void Read(SqliteDataReader row, object?[] cells);

    /// <summary>What JSON says of all of it, between what it covers and its rows.</summary>
    void Head(Utf8JsonWriter json);
}
