using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CometAdTag.Rotation.Wire;

/// <summary>Reads what a page says, and names what is wrong with it.</summary>
public static class PageFrames
{
    /// <summary>An error repeats some of what the page sent: not more than this many characters of it.</summary>
    private const int LongestError = 240;

    private const string Missing = "missing required properties";

    /// <summary>Reads one frame from UTF-8 JSON; on failure the frame is null and the error says what is wrong and where.</summary>
    public static PageFrame? Read(ReadOnlySpan<byte> utf8, out string error) =>
        TypeOf(utf8, out error) switch
        {
            null => null,
            "hello" => Parse(utf8, PageJson.Default.HelloFrame, FrameRules.Broken, out error),
            "slots" => Parse(utf8, PageJson.Default.SlotsFrame, FrameRules.Broken, out error),
            "view" => Parse(utf8, PageJson.Default.ViewFrame, FrameRules.Broken, out error),
            "page" => Parse(utf8, PageJson.Default.PageChangeFrame, FrameRules.Broken, out error),
            "event" => Parse(utf8, PageJson.Default.EventFrame, FrameRules.Broken, out error),
            "receipt" => Parse(utf8, PageJson.Default.ReceiptFrame, FrameRules.Broken, out error),
            "bye" => Parse(utf8, PageJson.Default.ByeFrame, FrameRules.Broken, out error),
            var type => Wrong<PageFrame>($"type: \"{type}\" is no frame", out error),
        };

    public static ReceiptsBody? ReadReceipts(ReadOnlySpan<byte> utf8, out string error) =>
        Parse(utf8, PageJson.Default.ReceiptsBody, FrameRules.Broken, out error);

    /// <summary>The name of the frame, which must stand first; null with the error where it does not.</summary>
    private static string? TypeOf(ReadOnlySpan<byte> utf8, out string error)
    {
        error = "";
        try
        {
            var json = new Utf8JsonReader(utf8);
            var isNamed = json.Read() && json.TokenType == JsonTokenType.StartObject
                && json.Read() && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("type"u8)
                && json.Read() && json.TokenType == JsonTokenType.String;
            return isNamed ? json.GetString() : Wrong<string>("the first member of a frame must be type, with its name", out error);
        }
        catch (JsonException e)
        {
            return Wrong<string>(e.Message, out error);
        }
        catch (InvalidOperationException)
        {
            // What the reader throws for text that is no Unicode
            return Wrong<string>("type: not valid text", out error);
        }
    }

    private static T? Parse<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type, Func<T, string?> broken, out string error)
        where T : class
    {
        error = "";
        try
        {
            if (JsonSerializer.Deserialize(utf8, type) is not { } value) return Wrong<T>("null is no frame", out error);
            return broken(value) is { } rule ? Wrong<T>(rule, out error) : value;
        }
        catch (JsonException e)
        {
            return Wrong<T>(Plain(e), out error);
        }
    }

    /// <summary>Without the names of our types, which mean nothing to whoever wrote the page.</summary>
    private static string Plain(JsonException e)
    {
        if (e.Message.IndexOf(Missing, StringComparison.Ordinal) is > 0 and var at) return e.Message[at..];
        return e.Path is null || e.InnerException is JsonException ? e.Message : $"{e.Path}: the value is of the wrong kind or out of range";
    }

    private static T? Wrong<T>(string what, out string error)
        where T : class
    {
        error = what.Length > LongestError ? what[..LongestError] + "..." : what;
        return null;
    }
}
