using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Sockets;

/// <summary>The head of a request that asks for a page's WebSocket in the plainest way (RFC 6455, section 4.2.1). Whatever asks otherwise is none.</summary>
internal sealed class UpgradeRequest
{
    /// <summary>As long as the server's own limit for all headers.</summary>
    public const int Longest = 32 * 1024;

    /// <summary>As many as the server's own limit.</summary>
    private const int MostHeaders = 100;

    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int KeyLength = 24;

    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(each => (byte)each), (byte)'\r', (byte)'\n']);

    private UpgradeRequest(HttpContext context, int length) => (Context, Length) = (context, length);

    public static ReadOnlySpan<byte> Line => "GET /comet/v1/socket HTTP/1.1\r\n"u8;

    /// <summary>The request, for whoever decides about it.</summary>
    public HttpContext Context { get; }

    /// <summary>In bytes, with the empty line at its end.</summary>
    public int Length { get; }

    /// <summary>What answers it.</summary>
    public byte[] Accepted => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {Accept(Context.Request.Headers.SecWebSocketKey.ToString())}\r\n\r\n");

    /// <summary>Whether what has come so far can be the beginning of one.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> come) => come.Length < Line.Length ? Line.StartsWith(come) : come.StartsWith(Line);

    /// <summary>Null where it is not whole, or none.</summary>
    public static UpgradeRequest? Read(ReadOnlySpan<byte> come, IPAddress peer, out bool isWhole)
    {
        var end = come.IndexOf("\r\n\r\n"u8);
        isWhole = end >= 0;
        if (!isWhole || come[..end].ContainsAnyExcept(Plain)) return null;
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = peer } };
        var headers = context.Request.Headers;
        var lines = come[Line.Length..(end + 2)];
        for (var count = 1; lines.IndexOf("\r\n"u8) is >= 0 and var length; count++)
        {
            if (count > MostHeaders || !Add(lines[..length], headers)) return null;
            lines = lines[(length + 2)..];
        }
        if (!IsPlainUpgrade(headers)) return null;
        (context.Request.Method, context.Request.Scheme, context.Request.Path) = (HttpMethods.Get, "http", "/comet/v1/socket");
        return new(context, end + 4);
    }

    private static bool Add(ReadOnlySpan<byte> line, IHeaderDictionary headers)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].Contains((byte)' ') || line.ContainsAny((byte)'\r', (byte)'\n')) return false;
        headers.Append(Encoding.ASCII.GetString(line[..colon]), Encoding.ASCII.GetString(line[(colon + 1)..]).Trim(' '));
        return true;
    }

    private static bool IsPlainUpgrade(IHeaderDictionary headers) =>
        headers.Host.Count == 1
        && HostHeader.IsReadable(headers)
        && headers.SecWebSocketVersion == "13"
        && headers.SecWebSocketKey is [{ Length: KeyLength }]
        && string.Equals(headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase)
        && headers.Connection.ToString().Contains("upgrade", StringComparison.OrdinalIgnoreCase)
        && !headers.ContainsKey("Content-Length")
        && headers.TransferEncoding.Count == 0;

#pragma warning disable CA5350 // what the protocol asks for; nothing is kept secret by it
    private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
#pragma warning restore CA5350
}
