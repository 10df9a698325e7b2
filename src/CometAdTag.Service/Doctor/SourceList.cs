using System.Text.RegularExpressions;

namespace CometAdTag.Service.Doctor;

/// <summary>The sources of one directive of a Content Security Policy, matched as CSP Level 3, 6.7.2, says.</summary>
internal sealed partial record SourceList(string Directive, string[] Sources)
{
    public bool HasKeyword(string keyword) => Sources.Contains(keyword, StringComparer.OrdinalIgnoreCase);

    public bool HasNonce(string nonce) => nonce.Length > 0 && Sources.Contains($"'nonce-{nonce}'", StringComparer.Ordinal);

    /// <summary>One of the hashes of a script's integrity is one of the list's.</summary>
    public bool HasHash(string integrity) =>
        integrity.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(hash => Sources.Contains($"'{hash.Split('?')[0]}'", StringComparer.Ordinal));

    /// <summary>A page of that URL may ask for this one.</summary>
    public bool Allows(Uri url, Uri page) => Array.Exists(Sources, source => Allows(source, url, page));

    /// <summary>The directive with these sources too, for a policy that lacks them.</summary>
    public string With(string directive, params string[] more) =>
        $"{directive} {string.Join(' ', Sources.Where(source => !source.Equals("'none'", StringComparison.OrdinalIgnoreCase)).Concat(more).Distinct())}";

    private static bool Allows(string source, Uri url, Uri page)
    {
        if (source == "*") return url.Scheme is "http" or "https" or "ws" or "wss";
        if (source.Equals("'self'", StringComparison.OrdinalIgnoreCase)) return IsSelf(url, page);
        if (source.EndsWith(':')) return Upgrades(source[..^1], url.Scheme);
        return HostSource().Match(source) is { Success: true } match && IsHost(match.Groups, url, page);
    }

    private static bool IsSelf(Uri url, Uri page) =>
        url.IdnHost == page.IdnHost && (url.Port == page.Port || (url.IsDefaultPort && page.IsDefaultPort)) &&
        (url.Scheme is "https" or "wss" || (page.Scheme == "http" && url.Scheme is "http" or "ws"));

    private static bool IsHost(GroupCollection source, Uri url, Uri page) =>
        Upgrades(source["scheme"] is { Success: true, Value: var scheme } ? scheme : page.Scheme, url.Scheme) &&
        IsName(source["host"].Value, url.IdnHost) && IsPort(source["port"].Value, url) && IsPath(source["path"].Value, url.AbsolutePath);

    /// <summary>Who allows a scheme allows the secure one of its kind too.</summary>
    private static bool Upgrades(string allowed, string scheme) => allowed.ToLowerInvariant() switch
    {
        "http" => scheme is "http" or "https",
        "ws" => scheme is "ws" or "wss" or "http" or "https",
        "wss" => scheme is "wss" or "https",
        var other => other == scheme,
    };

    private static bool IsName(string pattern, string host) =>
        pattern.StartsWith('*') ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase) : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private static bool IsPort(string port, Uri url) => port switch
    {
        "" => url.IsDefaultPort,
        "*" => true,
        "80" => url.Port == 80 || (url.IsDefaultPort && url.Scheme is "https" or "wss"),
        _ => port == url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static bool IsPath(string pattern, string path) =>
        pattern is "" or "/" || (pattern.EndsWith('/') ? path.StartsWith(pattern, StringComparison.Ordinal) : path == pattern);

    [GeneratedRegex(@"^((?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?<host>\*|(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)(:(?<port>[0-9]+|\*))?(?<path>/[^?#]*)?$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex HostSource();
}
