using System.Text.Encodings.Web;
using System.Text.Json;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Reports;

/// <summary>A report as one object: what it covers, then its rows.</summary>
internal sealed class JsonReport(Utf8JsonWriter json, ReportQuery query, ReportColumn[] columns) : IReportWriter
{
    /// <summary>The offsets of times are not escaped: this is no part of a page.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonEncodedText[] names = Array.ConvertAll(columns, column => JsonEncodedText.Encode(column.Member ?? column.Name));

    public void Begin()
    {
        json.WriteStartObject();
        Time("from", query.From);
        Time("to", query.To);
        json.WriteStartArray("by");
        foreach (var key in query.By) json.WriteStringValue(Words.Of(key));
        json.WriteEndArray();
        json.WriteStartArray("rows");
    }

    public void Row(object?[] cells)
    {
        json.WriteStartObject();
        for (var i = 0; i < cells.Length; i++)
        {
            if (columns[i].Object is { } begun && (i == 0 || columns[i - 1].Object != begun)) json.WriteStartObject(begun);
            json.WritePropertyName(names[i]);
            if (cells[i] is long count) json.WriteNumberValue(count);
            else if (cells[i] is decimal number) json.WriteNumberValue(number);
            else json.WriteStringValue((string?)cells[i]);
            if (columns[i].Object is { } ended && (i == columns.Length - 1 || columns[i + 1].Object != ended)) json.WriteEndObject();
        }
        json.WriteEndObject();
        json.Flush();
    }

    public void End()
    {
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    private void Time(string name, DateTimeOffset at)
    {
        if (query.TimeZone is { } zone) json.WriteString(name, TimeZoneInfo.ConvertTime(at, zone));
        else json.WriteString(name, at.UtcDateTime);
    }
}
