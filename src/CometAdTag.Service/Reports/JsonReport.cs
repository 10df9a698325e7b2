using System.Text.Encodings.Web;
using System.Text.Json;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Reports;

/// <summary>A report as one object: what it covers, then its rows.</summary>
internal sealed class JsonReport(Utf8JsonWriter json, ReportQuery query, IReportForm form) : IReportWriter
{
    /// <summary>The offsets of times are not escaped: this is no part of a page.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ReportColumn[] columns = form.All;
    private readonly JsonEncodedText[] names = Array.ConvertAll(form.All, column => JsonEncodedText.Encode(column.Member ?? column.Name));
    private readonly int[] ends = Ends(form.All);

    public void Begin()
    {
        json.WriteStartObject();
        Time("from", query.From);
        Time("to", query.To);
        json.WriteStartArray("by");
        foreach (var key in query.By) json.WriteStringValue(Words.Of(key));
        json.WriteEndArray();
        form.Head(json);
        json.WriteStartArray("rows");
    }

    public void Row(object?[] cells)
    {
        json.WriteStartObject();
        for (var i = 0; i < cells.Length; i = ends[i])
        {
            if (columns[i].Object is { } name) Object(name, i, ends[i], cells);
            else Cell(i, cells[i]);
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

    /// <summary>Null where none of its cells has a value.</summary>
    private void Object(string name, int first, int end, object?[] cells)
    {
        if (cells.AsSpan(first, end - first).ContainsAnyExcept((object?)null))
        {
            json.WriteStartObject(name);
            for (var i = first; i < end; i++) Cell(i, cells[i]);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>By column, the first one that is no part of the same object any more.</summary>
    private static int[] Ends(ReportColumn[] all)
    {
        var next = new int[all.Length];
        for (var i = all.Length - 1; i >= 0; i--)
            next[i] = all[i].Object is { } name && i + 1 < all.Length && all[i + 1].Object == name ? next[i + 1] : i + 1;
        return next;
    }

    private void Cell(int column, object? cell)
    {
        json.WritePropertyName(names[column]);
        if (cell is long count) json.WriteNumberValue(count);
        else if (cell is decimal number) json.WriteNumberValue(number);
        else json.WriteStringValue((string?)cell);
    }

    private void Time(string name, DateTimeOffset at)
    {
        if (query.TimeZone is { } zone) json.WriteString(name, TimeZoneInfo.ConvertTime(at, zone));
        else json.WriteString(name, at.UtcDateTime);
    }
}
