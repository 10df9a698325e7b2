namespace CometAdTag.Service.Doctor;

/// <summary>One Content Security Policy: its directives, each by its name in lower case.</summary>
internal sealed class ContentPolicy
{
    private readonly Dictionary<string, string[]> directives = new(StringComparer.Ordinal);

    /// <summary>A header may hold several, with commas between them.</summary>
    public static IEnumerable<ContentPolicy> Read(string text) => text.Split(',').Select(One).Where(policy => policy.directives.Count > 0);

    public bool Has(string directive) => directives.ContainsKey(directive);

    /// <summary>What the first of these directives that the policy has allows; null where it has none, so that everything is allowed.</summary>
    public SourceList? Sources(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (directives.TryGetValue(name, out var sources)) return new(name, sources);
        return null;
    }

    private static ContentPolicy One(string text)
    {
        var policy = new ContentPolicy();
        foreach (var directive in text.Split(';'))
        {
            var words = directive.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            // Of one that is there twice, browsers take the first
            if (words.Length > 0) policy.directives.TryAdd(words[0].ToLowerInvariant(), words[1..]);
        }
        return policy;
    }
}
