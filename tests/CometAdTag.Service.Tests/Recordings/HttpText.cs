using System.Globalization;
using System.Text;

namespace CometAdTag.Service.Tests.Recordings;

/// <summary>An HTTP/1.1 request or response as it stands on the wire: start line, headers, body.</summary>
internal sealed record HttpText(string StartLine, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    private const int MaxHeadBytes = 64 << 10;

    public string Method => StartLine.Split(' ')[0];

    /// <summary>Path and query.</summary>
    public string Target => StartLine.Split(' ')[1];

    public string Path => Target.Split('?')[0];

    /// <summary>The parameters of the query, decoded, in their order.</summary>
    public IReadOnlyList<(string Name, string Value)> Query => Target.Contains('?', StringComparison.Ordinal)
        ? [.. Target[(Target.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').Select(Pair)]
        : [];

    public string? Header(string name) => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public string BodyText => Encoding.UTF8.GetString(Body);

    public static HttpText Parse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) throw new InvalidDataException("no end of the headers");
        return Head(bytes[..end]) with { Body = bytes[(end + 4)..].ToArray() };
    }

    /// <summary>Reads the next request; null where the other side has none any more.</summary>
    public static async Task<HttpText?> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head))
        {
            if (await stream.ReadAsync(one, cancel) == 0) return null;
            head.Add(one[0]);
            if (head.Count > MaxHeadBytes) throw new InvalidDataException("endless headers");
        }
        var request = Head(head.Take(head.Count - 4).ToArray());
        if (request.Header("Transfer-Encoding") is not null) throw new InvalidDataException("a request in chunks");
        var body = new byte[int.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancel);
        return request with { Body = body };
    }

    private static bool EndsHead(List<byte> head) =>
        head.Count >= 4 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n';

    private static HttpText Head(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split("\r\n");
        return new(lines[0], [.. lines.Skip(1).Select(line => (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()))], []);
    }

    private static (string, string) Pair(string text)
    {
        var parts = text.Split('=', 2);
        return (Decoded(parts[0]), parts.Length > 1 ? Decoded(parts[1]) : "");
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
