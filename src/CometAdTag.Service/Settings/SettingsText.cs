using System.Text;
using System.Text.Json;

namespace CometAdTag.Service.Settings;

/// <summary>The text of a settings file as keys (Section:Key) and values, each with the line it stands on.</summary>
internal sealed class SettingsText
{
    private readonly Dictionary<string, (string? Value, int Line)> entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> errors = [];
    private readonly string name;

    private SettingsText(string name) => this.name = name;

    public Dictionary<string, string?> Values =>
        entries.ToDictionary(entry => entry.Key, entry => entry.Value.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>The line of a key, or of the first key below it; 0 if the file has neither.</summary>
    public int LineOf(string key) =>
        entries.TryGetValue(key, out var entry)
            ? entry.Line
            : entries.Where(below => below.Key.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase))
                .Select(below => below.Value.Line).DefaultIfEmpty().Min();

    /// <summary>Reads JSON in which comments and trailing commas are allowed; what is wrong is named with its line, never with its value.</summary>
    public static SettingsText Read(string name, ReadOnlySpan<byte> json)
    {
        var text = new SettingsText(name);
        var reader = new Utf8JsonReader(json.StartsWith(Encoding.UTF8.Preamble) ? json[3..] : json,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var lines = new Lines();
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) text.errors.Add($"{name}, line 1: must be a JSON object.");
            else text.Object(ref reader, ref lines, json, "");
            while (reader.Read()) { }
        }
        catch (JsonException broken)
        {
            text.errors.Add($"{name}, line {broken.LineNumber + 1}, character {broken.BytePositionInLine + 1}: "
                + "this is not JSON. Look there, or just before, for a missing comma, quote or bracket.");
        }
        return text.errors.Count == 0 ? text : throw new SettingsException(text.errors);
    }

    private void Object(ref Utf8JsonReader reader, ref Lines lines, ReadOnlySpan<byte> json, string path)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = path + reader.GetString();
            reader.Read();
            Value(ref reader, ref lines, json, key);
        }
    }

    private void Value(ref Utf8JsonReader reader, ref Lines lines, ReadOnlySpan<byte> json, string key)
    {
        var line = lines.At(json, reader.TokenStartIndex);
        if (reader.TokenType == JsonTokenType.StartObject) Object(ref reader, ref lines, json, key + ":");
        else if (reader.TokenType == JsonTokenType.StartArray)
            for (var item = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; item++)
                Value(ref reader, ref lines, json, $"{key}:{item}");
        else if (!entries.TryAdd(key, (Scalar(ref reader), line)))
            errors.Add($"{name}, line {line}: {key} stands in the file twice, first on line {entries[key].Line}.");
    }

    private static string? Scalar(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => reader.GetString(),
    };

    /// <summary>Counts lines on the way forward, so that a file is gone through once.</summary>
    private struct Lines
    {
        private int line;
        private int read;

        public int At(ReadOnlySpan<byte> json, long position)
        {
            line += json[read..(int)position].Count((byte)'\n');
            read = (int)position;
            return line + 1;
        }
    }
}
