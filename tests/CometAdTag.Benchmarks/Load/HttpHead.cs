using System.Buffers.Text;
using System.Globalization;

namespace CometAdTag.Benchmarks.Load;

/// <summary>What matters of the head of an HTTP/1.1 answer. Times in µs.</summary>
internal readonly record struct HttpHead(int Status, long Length, bool IsChunked, long RetryAfter)
{
    /// <summary>Reads the lines of a head, each with its line end.</summary>
    public static HttpHead Read(ReadOnlySpan<byte> head) => new(
        (int)Number(head, "HTTP/1.1 "u8, 0),
        Number(head, "Content-Length: "u8, -1),
        head.IndexOf("Transfer-Encoding: chunked"u8) > 0,
        Number(head, "Retry-After: "u8, 0) * Moment.Second);

    /// <summary>The word with which a request was refused, from its problem details.</summary>
    public string Reason(ReadOnlySpan<byte> body) =>
        FrameText.Word(FrameText.Text(body, "\"reason\":\""u8), Status.ToString(CultureInfo.InvariantCulture));

    private static long Number(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name, long otherwise)
    {
        var from = head.IndexOf(name);
        return from >= 0 && Utf8Parser.TryParse(head[(from + name.Length)..], out long number, out _) ? number : otherwise;
    }
}
