using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace CometAdTag.Service.Traffic;

/// <summary>A file of networks, one a line, as it was read; with any mistake in it, it has no ranges. A # begins a comment.</summary>
internal sealed record RangesFile(string Tag, AddressRanges Ranges, IReadOnlyList<string> Mistakes)
{
    /// <summary>Of a file, in bytes, and of mistakes that are named one by one.</summary>
    public const int Longest = 16 * 1024 * 1024, MostMistakes = 100;

    private const int Shown = 60;

    /// <summary>Where the settings name none.</summary>
    public static RangesFile None { get; } = new("", AddressRanges.None, []);

    /// <summary>A relative path is looked for in the working directory, then beside the program.</summary>
    public static RangesFile Read(string path)
    {
        if (path.Length == 0) return None;
        try
        {
            var bytes = BytesOf(Find(path));
            return bytes is null ? Wrong($"is longer than {Longest} bytes") : Read(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Wrong($"cannot be read: {error.Message}");
        }
    }

    private static RangesFile Read(byte[] bytes)
    {
        var (networks, mistakes) = (new List<IPNetwork>(), new List<string>());
        foreach (var (at, line) in Encoding.UTF8.GetString(bytes).Split('\n').Index())
        {
            var text = line.Split('#')[0].Trim(' ', '\t', '\r', '\uFEFF');
            if (text.Length == 0) continue;
            if (Network(text, out var wrong) is { } network) networks.Add(network);
            else mistakes.Add($"line {at + 1}: \"{(text.Length > Shown ? text[..Shown] : text)}\" {wrong}");
        }
        var tag = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return mistakes.Count == 0 ? new(tag, AddressRanges.Of(networks), []) : new(tag, AddressRanges.None, Bounded(mistakes));
    }

    private static IPNetwork? Network(string text, out string wrong)
    {
        wrong = "is no network such as 192.0.2.0/24 or 2001:db8::/32";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(host, out var address) || !IsAsWritten(address, host)) return null;
        var most = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var length = most;
        if (slash >= 0 && (!int.TryParse(text[(slash + 1)..], System.Globalization.NumberStyles.None, provider: null, out length) || length > most)) return null;
        if (length == 0) wrong = "holds every address there is";
        else if (IPNetwork.Parse($"{host}/{length}") is var network && network.BaseAddress.Equals(address)) return network;
        else wrong = $"has bits set beyond its first {length}";
        return null;
    }

    /// <summary>What else is read as an IPv4 address (1.2, 010.0.0.1, 0x7f.1) is seldom what was meant.</summary>
    private static bool IsAsWritten(IPAddress address, string text) =>
        address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == text : !text.ContainsAny('%', '[', ']');

    private static byte[]? BytesOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > Longest) return null;
        var bytes = new byte[file.Length];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static string Find(string path)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, path);
        return !File.Exists(path) && File.Exists(beside) ? beside : Path.GetFullPath(path);
    }

    private static List<string> Bounded(List<string> mistakes) =>
        mistakes.Count <= MostMistakes ? mistakes : [.. mistakes.Take(MostMistakes), $"and {mistakes.Count - MostMistakes} more lines"];

    private static RangesFile Wrong(string mistake) => new("", AddressRanges.None, [mistake]);
}
