using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CometAdTag.Service.Push;

/// <summary>Finds the macros in a creative's HTML: a name in braces, as ad servers write them.</summary>
internal static partial class HtmlMacros
{
    public static ImmutableArray<HtmlPart> Split(string html)
    {
        var parts = ImmutableArray.CreateBuilder<HtmlPart>();
        var from = 0;
        foreach (Match match in Macro().Matches(html))
        {
            if (match.Index > from) parts.Add(new(html[from..match.Index], Macro: null));
            parts.Add(new(match.Value, match.Groups["name"].Value));
            from = match.Index + match.Length;
        }
        if (from < html.Length) parts.Add(new(html[from..], Macro: null));
        return parts.ToImmutable();
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z_][A-Za-z0-9_.-]{0,63})\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Macro();
}
