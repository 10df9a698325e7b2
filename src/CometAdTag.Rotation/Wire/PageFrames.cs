using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CometAdTag.Rotation.Wire;

/// <summary>Reads what a page says, and names what is wrong with it.</summary>
public static class PageFrames
{
    /// <summary>Reads one frame from UTF-8 JSON; on failure the frame is null and the error says what is wrong and where.</summary>
    public static PageFrame? Read(ReadOnlySpan<byte> utf8, out string error)
    {
        var frame = Parse(utf8, PageJson.Default.PageFrame, out error);
        if (frame is not null) error = FrameRules.Broken(frame) ?? "";
        return error.Length == 0 ? frame : null;
    }

    public static ReceiptsBody? ReadReceipts(ReadOnlySpan<byte> utf8, out string error)
    {
        var body = Parse(utf8, PageJson.Default.ReceiptsBody, out error);
        if (body is not null) error = FrameRules.Broken(body) ?? "";
        return error.Length == 0 ? body : null;
    }

    private static T? Parse<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type, out string error)
        where T : class
    {
        try
        {
            var value = JsonSerializer.Deserialize(utf8, type);
            error = value is null ? "null is no frame" : "";
            return value;
        }
        catch (JsonException e)
        {
            error = e.Message;
        }
        catch (NotSupportedException)
        {
            error = "the first member must be type, with the name of a frame";
        }
        return null;
    }
}
