using System.Globalization;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>Hosts of URLs, and lists of hosts as people write them.</summary>
internal static class PageHost
{
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true, UseStd3AsciiRules = false };

    /// <summary>The host as it is written in the URL, without user, password and port; "" where there is none.</summary>
    public static string Of(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        if (start < 0) return "";
        var authority = url.AsSpan(start + 3);
        if (authority.IndexOfAny('/', '?', '#') is >= 0 and var end) authority = authority[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        var colon = authority.LastIndexOf(':');
        return (colon > authority.LastIndexOf(']') ? authority[..colon] : authority).ToString();
    }

    /// <summary>One a line, in lower case and punycode; null, with the line, where one is no host.</summary>
    public static string[]? List(string lines, out string wrong)
    {
        wrong = "";
        var hosts = new List<string>();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Ascii(Of($"http://{line}")) is { } host) hosts.Add(host);
            else wrong = line;
        }
        return wrong.Length == 0 ? [.. hosts] : null;
    }

    private static string? Ascii(string host)
    {
        try
        {
            return host.Length == 0 ? null : Idn.GetAscii(host).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
