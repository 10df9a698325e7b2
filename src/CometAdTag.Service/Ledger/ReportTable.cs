using System.Text.Json;
using CometAdTag.Rotation.Wire;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>A report that was added up, ready to be sent.</summary>
internal sealed class ReportTable(ReportQuery query, SqliteConnection connection) : IResult, IDisposable
{
    private const int RowsAFlush = 500;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var table = this;
        httpContext.Response.ContentType = "application/json";
        var body = httpContext.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body);
        WriteHead(json);
        await using var command = connection.CreateCommand();
        command.CommandText = new ReportSql(query.By).Rows;
        await using var reader = await command.ExecuteReaderAsync(httpContext.RequestAborted);
        for (var row = 1; await reader.ReadAsync(httpContext.RequestAborted); row++)
        {
            WriteRow(json, reader);
            if (row % RowsAFlush != 0) continue;
            await json.FlushAsync(httpContext.RequestAborted);
            await body.FlushAsync(httpContext.RequestAborted);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public void Dispose() => connection.Dispose();

    private void WriteHead(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("from", query.From.UtcDateTime);
        json.WriteString("to", query.To.UtcDateTime);
        json.WriteStartArray("by");
        foreach (var key in query.By) json.WriteStringValue(Words.Of(key));
        json.WriteEndArray();
        json.WriteStartArray("rows");
    }

    private static void WriteRow(Utf8JsonWriter json, SqliteDataReader row)
    {
        json.WriteStartObject();
        for (var i = 0; i < row.FieldCount; i++)
        {
            if (row.GetValue(i) is long number) json.WriteNumber(row.GetName(i), number);
            else json.WriteString(row.GetName(i), row.GetString(i));
        }
        json.WriteEndObject();
    }
}
