using System.Text;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>URLs and paths as a header can carry them: what is no printable ASCII is escaped, a host becomes its IDN form, all else stays as it was given.</summary>
public static class AsciiUrl
{
    public static string Of(string url)
    {
        if (!url.AsSpan().ContainsAnyExceptInRange('!', '~')) return url;
        var start = url.StartsWith('/') ? -1 : url.IndexOf("://", StringComparison.Ordinal);
        var length = start < 0 ? 0 : url.AsSpan(start + 3).IndexOfAny("/?#\\");
        var end = start < 0 ? 0 : length < 0 ? url.Length : start + 3 + length;
        return Authority(url[..end]) + Escaped(url[end..]);
    }

    // A host that is none stays none, but can be sent
    private static string Authority(string text) =>
        Ascii.IsValid(text) ? text
        : Uri.TryCreate(text, UriKind.Absolute, out var uri) && HostName.Of(uri) is { } host ? new UriBuilder(uri) { Host = host }.Uri.GetLeftPart(UriPartial.Authority)
        : Escaped(text);

    private static string Escaped(string text) => string.Concat(text.EnumerateRunes().Select(Escaped));

    private static string Escaped(Rune rune) => rune.Value is >= '!' and <= '~' ? rune.ToString() : Uri.EscapeDataString(rune.ToString());
}
