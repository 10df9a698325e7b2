using System.Buffers;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>A report that was added up, ready to be written once. Final: nothing that is counted later can change it.</summary>
internal sealed class ReportTable(IReportForm form, ReportQuery query, SqliteConnection connection, bool isFinal) : IDisposable
{
    private const int RowsAFlush = 500;

    public bool IsFinal => isFinal;

    public bool HasMoreThan(int rows) =>
        Statement.Once(connection, "SELECT 1 FROM report LIMIT 1 OFFSET ?1", rows) is not null;

    /// <summary>Writes it in its format; flush is called now and then, so that little of it is held at a time.</summary>
    public async Task Write(IBufferWriter<byte> body, Func<CancellationToken, ValueTask> flush, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(body, JsonReport.Options);
        IReportWriter writer = query.Format is ReportFormat.Csv ? new CsvReport(body, form.All) : new JsonReport(json, query, form);
        writer.Begin();
        await using var command = connection.CreateCommand();
        command.CommandText = form.Rows;
        await using var reader = await command.ExecuteReaderAsync(ct);
        var cells = new object?[form.All.Length];
        for (var row = 1; await reader.ReadAsync(ct); row++)
        {
            form.Read(reader, cells);
            writer.Row(cells);
            if (row % RowsAFlush == 0) await flush(ct);
        }
        writer.End();
        await flush(ct);
    }

    public void Dispose() => connection.Dispose();
}
