using System.Net;
using System.Text.RegularExpressions;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Push;

/// <summary>Leads the links of an HTML creative over the click endpoint: those written as {clickurl}DEST, also escaped for an attribute
/// or for another ad server's address ({clickurl_html}, {clickurl_enc}), and plain http(s) or root-relative ones. A destination with a
/// macro in it differs from push to push and cannot be signed: it is reached directly.</summary>
internal static partial class CreativeLinks
{
    public static string OverClick(string html, Creative creative, LinkSigner links)
    {
        html = ClickMacro().Replace(html, match => match.Groups["more"].Length > 0
            ? match.Groups["to"].Value + match.Groups["more"].Value
            : Chained(match, creative, links));
        return Link().Replace(html, match =>
            match.Groups["before"].Value + (Signed(match.Groups["to"].Value, creative, links) ?? match.Groups["to"].Value) + match.Groups["after"].Value);
    }

    private static string Chained(Match match, Creative creative, LinkSigner links)
    {
        var (form, to) = (match.Groups["form"].Value, match.Groups["to"].Value);
        // Spaces in it are written as plus signs by some, and plus signs never are
        var isEscaped = form == "_enc";
        if (Signature(isEscaped ? Uri.UnescapeDataString(to.Replace('+', ' ')) : to, creative, links) is not { } query) return match.Value;
        return $"{{clickurl{form}}}" + form switch { "_enc" => Uri.EscapeDataString(query), "_html" => WebUtility.HtmlEncode(query), _ => query };
    }

    private static string? Signed(string destination, Creative creative, LinkSigner links) =>
        Signature(destination, creative, links) is { } query ? "{clickurl}" + query : null;

    /// <summary>What is asked of the click endpoint; null where the destination is none once it is decoded.</summary>
    private static string? Signature(string destination, Creative creative, LinkSigner links)
    {
        var to = WebUtility.HtmlDecode(destination).Trim();
        // A bare & is read the same in an attribute and in a script: s= begins no named character reference
        return IsLink(to) ? $"?to={Uri.EscapeDataString(to)}&s={links.Sign(creative.Id, to)}" : null;
    }

    /// <summary>Browsers take "/\" for "//", which leads to another host.</summary>
    private static bool IsLink(string to) =>
        to.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || to.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || (to.StartsWith('/') && to.Length > 1 && to[1] is not ('/' or '\\') && !char.IsControl(to[1]));

    [GeneratedRegex("""\{clickurl(?<form>_html)?\}(?<to>https?://[^\s"'<>{}]+|/[^\s"'<>{}/\\][^\s"'<>{}]*)(?<more>\{?)|\{clickurl(?<form>_enc)\}(?<to>(https?%3A%2F%2F|%2F)[^\s"'<>{}&;#]+)(?<more>\{?)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ClickMacro();

    [GeneratedRegex("""(?<before><(a|area)\s([^>]*\s)?href\s*=\s*")(?<to>(https?://|/[^"/\\{}])[^"{}]*)(?<after>")|(?<before><(a|area)\s([^>]*\s)?href\s*=\s*')(?<to>(https?://|/[^'/\\{}])[^'{}]*)(?<after>')""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
