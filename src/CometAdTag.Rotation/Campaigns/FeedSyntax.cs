using System.Text.Json;
using System.Text.Unicode;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>Whether bytes are one JSON document without duplicate members and with sound text; where they are not, by line and position from 1.</summary>
internal static class FeedSyntax
{
    private const int ReasonCharacters = 120;

    public static string? FirstError(ReadOnlySpan<byte> utf8)
    {
        var first = utf8.TrimStart(" \t\r\n"u8);
        if (first.IsEmpty) return "line 1, position 1: the feed is empty";
        if (first[0] == '<') return At(utf8, utf8.Length - first.Length, "the feed is HTML or XML, not JSON");
        if (!Utf8.IsValid(utf8)) return At(utf8, FirstInvalid(utf8), "the text is not valid UTF-8");
        return FirstTokenError(utf8);
    }

    private static string? FirstTokenError(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = CampaignFeed.MaxDepth });
        var members = new HashSet<string>[CampaignFeed.MaxDepth + 1];
        try
        {
            while (reader.Read())
                if (TokenError(ref reader, members) is { } wrong) return At(utf8, (int)reader.TokenStartIndex, wrong);
            return null;
        }
        catch (JsonException error)
        {
            return $"line {error.LineNumber + 1}, position {error.BytePositionInLine + 1}: {Reason(error)}";
        }
        catch (InvalidOperationException)
        {
            return At(utf8, (int)reader.TokenStartIndex, "the text has half a surrogate pair");
        }
    }

    private static string? TokenError(ref Utf8JsonReader reader, HashSet<string>[] members)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                (members[reader.CurrentDepth] ??= new(StringComparer.Ordinal)).Clear();
                return null;
            case JsonTokenType.PropertyName:
                var name = reader.GetString()!;
                return members[reader.CurrentDepth - 1].Add(name) ? null : $"the member {FeedErrors.Quote(name)} is there twice";
            case JsonTokenType.String when reader.ValueIsEscaped:
                _ = reader.GetString();
                return null;
            default:
                return null;
        }
    }

    private static string At(ReadOnlySpan<byte> utf8, int index, string what)
    {
        var before = utf8[..index];
        return $"line {before.Count((byte)'\n') + 1}, position {index - before.LastIndexOf((byte)'\n')}: {what}";
    }

    // The reader may quote all that follows the mistake.
    private static string Reason(JsonException error)
    {
        var end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"not valid JSON: {FeedErrors.Clean(end < 0 ? error.Message : error.Message[..end], ReasonCharacters)}";
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        Span<char> characters = stackalloc char[1024];
        var at = 0;
        while (Utf8.ToUtf16(utf8[at..], characters, out var read, out _, replaceInvalidSequences: false) == System.Buffers.OperationStatus.DestinationTooSmall)
            at += read;
        Utf8.ToUtf16(utf8[at..], characters, out var sound, out _, replaceInvalidSequences: false);
        return at + sound;
    }
}
