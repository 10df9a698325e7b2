using System.Buffers;
using System.Net;
using System.Text.RegularExpressions;

namespace CometAdTag.Service.Doctor;

/// <summary>The start tags of a document, in order; not those that stand in comments, scripts or other raw text.</summary>
internal static partial class HtmlTags
{
    private static readonly string[] Raw = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noscript"];

    private static readonly SearchValues<char> AfterName = SearchValues.Create(" \t\r\n\f/");

    public static IEnumerable<HtmlTag> In(string html)
    {
        for (var at = 0; (at = html.IndexOf('<', at)) >= 0;)
        {
            if (html.AsSpan(at).StartsWith("<!--"))
            {
                if ((at = html.IndexOf("-->", at, StringComparison.Ordinal)) < 0) yield break;
                continue;
            }
            if (++at == html.Length || !char.IsAsciiLetter(html[at])) continue;
            var end = End(html, at);
            if (end < 0) yield break;
            var tag = Read(html[at..end]);
            yield return tag;
            at = Raw.Contains(tag.Name) ? html.IndexOf("</" + tag.Name, end, StringComparison.OrdinalIgnoreCase) : end;
            if (at < 0) yield break;
        }
    }

    /// <summary>Where its &gt; is, which is none between the quotes of a value.</summary>
    private static int End(string html, int at)
    {
        for (; at < html.Length && html[at] != '>'; at++)
        {
            if (html[at] is not ('"' or '\'') || !html.AsSpan(0, at).TrimEnd().EndsWith('=')) continue;
            if ((at = html.IndexOf(html[at], at + 1)) < 0) return -1;
        }
        return at < html.Length ? at : -1;
    }

    private static HtmlTag Read(string tag)
    {
        var name = tag.AsSpan().IndexOfAny(AfterName);
        if (name < 0) return new(tag.ToLowerInvariant(), new Dictionary<string, string>(StringComparer.Ordinal));
        var attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        // Of one that is there twice, browsers take the first
        foreach (Match one in Attribute().Matches(tag[name..])) attributes.TryAdd(one.Groups["name"].Value, WebUtility.HtmlDecode(one.Groups["value"].Value));
        return new(tag[..name].ToLowerInvariant(), attributes);
    }

    [GeneratedRegex("""(?<name>[^\s>/=]+)(?:\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'=<>`]+)))?""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();
}
