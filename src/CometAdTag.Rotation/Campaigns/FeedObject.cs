using System.Text;
using System.Text.Json;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>
/// An object of the feed that knows its path. Each verb reads one member: what is wrong with it becomes an error, and a harmless value is
/// given back, so that reading goes on to the next mistake. A member that is null counts as missing.
/// </summary>
internal sealed class FeedObject(JsonElement json, string place, FeedObject? parent, FeedErrors errors)
{
    public const int MaxIdBytes = 32;

    public void Wrong(string member, string what) => errors.Add(Path(member), what);

    public bool Has(string member) => Find(member, out _);

    /// <summary>A string or integer of 1 to 32 bytes as text, or as many as are said; "" where it is wrong.</summary>
    public string Id(string member, int maxBytes = MaxIdBytes)
    {
        if (!Required(member, out var value)) return "";
        if (IdText(value, maxBytes) is { } id) return id;
        Wrong(member, $"{FeedErrors.Show(value)} is no id (a string or integer of 1 to {maxBytes} bytes without control characters)");
        return "";
    }

    public string? Text(string member)
    {
        if (!Find(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        Wrong(member, $"{FeedErrors.Kind(value)}, not a string");
        return null;
    }

    public string? RequiredText(string member) => Required(member, out _) ? Text(member) : null;

    /// <summary>What people read; "" where it is missing or wrong.</summary>
    public string Name(string member) => RequiredText(member) ?? "";

    /// <summary>One of a closed list of words: its place in the list, 0 where it is wrong.</summary>
    public int Word(string member, ReadOnlySpan<string> words)
    {
        if (!Required(member, out var value)) return 0;
        var found = value.ValueKind == JsonValueKind.String ? words.IndexOf(value.GetString()!) : -1;
        if (found < 0) Wrong(member, $"{FeedErrors.Show(value)} is none of {string.Join(", ", words!)}");
        return Math.Max(0, found);
    }

    public bool Flag(string member)
    {
        if (!Find(member, out var value)) return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) Wrong(member, $"{FeedErrors.Show(value)}, not true or false");
        return value.ValueKind == JsonValueKind.True;
    }

    public int RequiredWhole(string member, int min, int max = int.MaxValue) =>
        Required(member, out _) ? (int)(Whole(member, min, max) ?? min) : min;

    public long? Whole(string member, long min, long max)
    {
        if (!Find(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= min && number <= max) return number;
        Wrong(member, $"{FeedErrors.Show(value)} is no whole number from {min} to {max}");
        return null;
    }

    public decimal? Number(string member, decimal min, decimal max)
    {
        if (!Find(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number >= min && number <= max) return number;
        Wrong(member, $"{FeedErrors.Show(value)} is no number from {min} to {max}");
        return null;
    }

    public FeedObject? Object(string member)
    {
        if (!Find(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Object) return new(value, member, this, errors);
        Wrong(member, $"{FeedErrors.Show(value)}, not an object");
        return null;
    }

    public FeedObject? RequiredObject(string member) => Required(member, out _) ? Object(member) : null;

    public IEnumerable<FeedObject> RequiredObjects(string member) => Required(member, out _) ? Objects(member) : [];

    public IEnumerable<FeedObject> Objects(string member)
    {
        var index = 0;
        foreach (var value in Items(member))
        {
            var item = $"{member}[{index++}]";
            if (value.ValueKind == JsonValueKind.Object) yield return new(value, item, this, errors);
            else Wrong(item, $"{FeedErrors.Show(value)}, not an object");
        }
    }

    /// <summary>The texts of a list, each with its own place for an error.</summary>
    public IEnumerable<(string Place, string Text)> RequiredTexts(string member)
    {
        if (!Required(member, out _)) yield break;
        var index = 0;
        foreach (var value in Items(member))
        {
            var item = $"{member}[{index++}]";
            if (value.ValueKind == JsonValueKind.String) yield return (item, value.GetString()!);
            else Wrong(item, $"{FeedErrors.Show(value)}, not a string");
        }
    }

    private JsonElement.ArrayEnumerator Items(string member)
    {
        if (!Find(member, out var value)) return default;
        if (value.ValueKind == JsonValueKind.Array) return value.EnumerateArray();
        Wrong(member, $"{FeedErrors.Show(value)}, not an array");
        return default;
    }

    private bool Required(string member, out JsonElement value)
    {
        if (Find(member, out value)) return true;
        Wrong(member, "missing");
        return false;
    }

    private bool Find(string member, out JsonElement value) =>
        json.TryGetProperty(member, out value) && value.ValueKind != JsonValueKind.Null;

    private string Path(string member) => parent is null ? member : $"{parent.Path(place)}.{member}";

    private static string? IdText(JsonElement value, int maxBytes)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number when !value.GetRawText().AsSpan().ContainsAny(".eE") => value.GetRawText(),
            _ => "",
        };
        return text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= maxBytes && !text.Any(char.IsControl) ? text : null;
    }
}
