using System.Net;
using System.Text.RegularExpressions;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Push;

/// <summary>Leads the links of an HTML creative over the click endpoint: those written as {clickurl}DEST, and plain http(s) or
/// root-relative ones. A destination with a macro in it differs from push to push and cannot be signed: it is reached directly.</summary>
internal static partial class CreativeLinks
{
    public static string OverClick(string html, Creative creative, LinkSigner links)
    {
        html = ClickMacro().Replace(html, match => match.Groups["more"].Length > 0
            ? match.Groups["to"].Value + match.Groups["more"].Value
            : Signed(match.Groups["to"].Value, creative, links));
        return Link().Replace(html, match => match.Groups["before"].Value + Signed(match.Groups["to"].Value, creative, links) + match.Groups["after"].Value);
    }

    private static string Signed(string destination, Creative creative, LinkSigner links)
    {
        var to = WebUtility.HtmlDecode(destination).Trim();
        // A bare & is read the same in an attribute and in a script: s= begins no named character reference
        return $"{{clickurl}}?to={Uri.EscapeDataString(to)}&s={links.Sign(creative.Id, to)}";
    }

    [GeneratedRegex("""\{clickurl\}(?<to>https?://[^\s"'<>{}]+|/[^\s"'<>{}/][^\s"'<>{}]*)(?<more>\{?)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ClickMacro();

    [GeneratedRegex("""(?<before><(a|area)\s([^>]*\s)?href\s*=\s*")(?<to>(https?://|/[^"/{}])[^"{}]*)(?<after>")|(?<before><(a|area)\s([^>]*\s)?href\s*=\s*')(?<to>(https?://|/[^'/{}])[^'{}]*)(?<after>')""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
