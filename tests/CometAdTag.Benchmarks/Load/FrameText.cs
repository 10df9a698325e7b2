using System.Buffers.Text;
using System.Text;

namespace CometAdTag.Benchmarks.Load;

/// <summary>
/// Finds the few members of a service's frame that matter, without reading the whole: it is JSON without white space, and a quote inside a
/// text has a backslash before it, so a name with its quotes is nowhere but where it is a name.
/// </summary>
internal static class FrameText
{
    /// <summary>The text behind a name that is written as `"name":"`; empty where it is missing.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var from = json.IndexOf(name);
        if (from < 0) return default;
        var text = json[(from + name.Length)..];
        return text[..Math.Max(0, text.IndexOf((byte)'"'))];
    }

    /// <summary>The number behind a name that is written as `"name":`; 0 where it is missing.</summary>
    public static long Number(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var from = json.IndexOf(name);
        return from >= 0 && Utf8Parser.TryParse(json[(from + name.Length)..], out long number, out _) ? number : 0;
    }

    /// <summary>What stands in the brackets behind a name that is written as `"name":[`.</summary>
    public static ReadOnlySpan<byte> List(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var from = json.IndexOf(name);
        if (from < 0) return default;
        var list = json[(from + name.Length)..];
        return list[..Math.Max(0, list.IndexOf((byte)']'))];
    }

    public static string Word(ReadOnlySpan<byte> text, string otherwise) => text.IsEmpty ? otherwise : Encoding.UTF8.GetString(text);
}
