using System.Text.Encodings.Web;
using System.Text.Json;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Reports;

/// <summary>A report as one object: what it covers, then its rows.</summary>
internal sealed class JsonReport(Utf8JsonWriter json, ReportQuery query, string[] names) : IReportWriter
{
    /// <summary>The offsets of times are not escaped: this is no part of a page.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonEncodedText[] columns = Array.ConvertAll(names, name => JsonEncodedText.Encode(name));

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
            json.WritePropertyName(columns[i]);
            if (cells[i] is long count) json.WriteNumberValue(count);
            else if (cells[i] is decimal number) json.WriteNumberValue(number);
            else json.WriteStringValue((string?)cells[i]);
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
