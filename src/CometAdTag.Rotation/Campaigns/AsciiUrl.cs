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
        return Authority(url[..end]) + string.Concat(url[end..].EnumerateRunes().Select(Escaped));
    }

    private static string Authority(string text) => !Ascii.IsValid(text) && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        ? new UriBuilder(uri) { Host = uri.IdnHost }.Uri.GetLeftPart(UriPartial.Authority)
        : text;

    private static string Escaped(Rune rune) => rune.Value is >= '!' and <= '~' ? rune.ToString() : Uri.EscapeDataString(rune.ToString());
}
