using System.Collections.Immutable;
using System.Text.Json;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>What is wrong with a feed, each by its JSON path; the first 100 are named and the others counted.</summary>
internal sealed class FeedErrors
{
    public const int Named = 100;
    private const int QuotedCharacters = 60;

    private readonly List<string> named = [];
    private int more;

    public bool Any => named.Count > 0;

    public void Add(string path, string what)
    {
        if (named.Count < Named) named.Add($"{path}: {what}");
        else more++;
    }

    public ImmutableArray<string> ToArray() => more == 0 ? [.. named] : [.. named, $"and {more} more"];

    public static string Quote(string text) => $"\"{Clean(text, QuotedCharacters)}\"";

    /// <summary>The text, cut, and without characters that could break a line of a log.</summary>
    public static string Clean(string text, int characters)
    {
        var cut = text.Length > characters ? text[..characters] + "..." : text;
        return string.Create(cut.Length, cut, (clean, from) =>
        {
            for (var i = 0; i < from.Length; i++) clean[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) ? '?' : from[i];
        });
    }

    /// <summary>The value itself where it is text or a number, else its kind with its article.</summary>
    public static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Quote(value.GetString()!),
        JsonValueKind.Number => Clean(value.GetRawText(), QuotedCharacters),
        _ => Kind(value),
    };

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
