using System.Buffers;
using System.Globalization;
using System.Text;

namespace CometAdTag.Service.Reports;

/// <summary>A report as RFC 4180 has it, in UTF-8, with a line of names first; what a spreadsheet would run as a formula is marked as text.</summary>
internal sealed class CsvReport(IBufferWriter<byte> body, ReportColumn[] columns) : IReportWriter
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n\t");
    private static readonly SearchValues<char> Run = SearchValues.Create("=+-@\t\r\n");

    private readonly StringBuilder line = new();

    public void Begin() => Row(Array.ConvertAll(columns, column => (object?)column.Name));

    public void Row(object?[] cells)
    {
        line.Clear();
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0) line.Append(',');
            if (cells[i] is string text) Text(text);
            else line.Append(CultureInfo.InvariantCulture, $"{cells[i]}");
        }
        Encoding.UTF8.GetBytes(line.Append("\r\n").ToString(), body);
    }

    public void End()
    {
        // Nothing ends it
    }

    private void Text(string text)
    {
        var runs = text.Length > 0 && Run.Contains(text[0]);
        if (!runs && !text.AsSpan().ContainsAny(Quoted)) line.Append(text);
        // Quotes alone do not keep a spreadsheet from it, an apostrophe does
        else line.Append('"').Append(runs ? "'" : "").Append(text.Replace("\"", "\"\"")).Append('"');
    }
}
