using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CometAdTag.Service.Traffic;

/// <summary>
/// The user agents of known crawlers: the list of the npm package crawler-user-agents, each a pattern that is looked for in the agent. Nearly
/// all are plain text and are looked for together; the others are one expression that cannot backtrack.
/// </summary>
internal sealed class Crawlers
{
    private const string Resource = "crawler-user-agents.json";

    /// <summary>Patterns of the list that people's own browsers match: the build of Android 15 that many phones have, in every app's browser.</summary>
    private static readonly string[] Mistaken = [@"AP3A\.240617\.008"];

    private readonly SearchValues<string> texts;
    private readonly Regex expressions;

    public Crawlers(IEnumerable<string> patterns)
    {
        var all = patterns.Except(Mistaken).Select(pattern => (Pattern: pattern, Text: Plain(pattern))).ToList();
        texts = SearchValues.Create([.. all.Select(each => each.Text).OfType<string>()], StringComparison.Ordinal);
        var others = all.Where(each => each.Text is null).Select(each => $"(?:{each.Pattern})").DefaultIfEmpty(@"[^\s\S]");
        expressions = new(string.Join('|', others), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Regex.InfiniteMatchTimeout);
        Count = all.Count;
    }

    public int Count { get; }

    /// <summary>The list as it was when the service was built.</summary>
    public static Crawlers Known()
    {
        using var file = typeof(Crawlers).Assembly.GetManifestResourceStream(Resource)!;
        using var list = JsonDocument.Parse(file);
        return new(list.RootElement.EnumerateArray().Select(crawler => crawler.GetProperty("pattern").GetString()!));
    }

    public bool Contain(ReadOnlySpan<char> agent) => agent.ContainsAny(texts) || expressions.IsMatch(agent);

    /// <summary>The text that a pattern stands for; null where it stands for several.</summary>
    private static string? Plain(string pattern)
    {
        var text = new StringBuilder(pattern.Length);
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] == '\\')
            {
                if (++at == pattern.Length || char.IsAsciiLetterOrDigit(pattern[at])) return null;
            }
            else if (@"[](){}.*+?^$|".Contains(pattern[at]))
            {
                return null;
            }
            text.Append(pattern[at]);
        }
        return text.Length == 0 ? null : text.ToString();
    }
}
