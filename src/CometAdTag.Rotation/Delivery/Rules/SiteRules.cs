namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>Rules on the page itself.</summary>
internal static class SiteRules
{
    public static IEnumerable<KeyValuePair<string, Func<string, string, RuleRow>>> Types =>
    [
        new("Site:Pageurl", (comparison, data) => TextMatch.Row(comparison, data, PageFactKinds.Url, sight => sight.Url)),
        new("Site:Referingpage", (comparison, data) => TextMatch.Row(comparison, data, PageFactKinds.Referrer, sight => sight.Referrer)),
        new("Site:Source", (comparison, data) => TextMatch.Row(comparison, data, PageFactKinds.Source, sight => sight.Source)),
        new("Site:Variable", Variable),
        new("Site:Hostnamelist", Hostnames),
        new("Site:Registerabledomainlist", Domains),
    ];

    private static RuleRow Variable(string comparison, string data)
    {
        if (data.IndexOf('|', StringComparison.Ordinal) is not (>= 0 and var bar)) return RuleRow.Unreadable("the data is no name|value");
        var (name, value) = (data[..bar].Trim(), PhpText.Lower(data[(bar + 1)..].Trim()));
        if (NumberMatch.Is(comparison)) return Number(comparison, name, value);
        if (TextMatch.Of(comparison, value, out var problem) is not { } matches) return RuleRow.Unreadable(problem);
        var (isPositive, any) = (TextMatch.IsPositive(comparison), value.Length == 0);
        return Of(name, missing: !isPositive, text => any || matches(PhpText.Lower(text)));
    }

    private static RuleRow Number(string comparison, string name, string value) =>
        PhpText.IsNumber(value, out var number)
            ? Of(name, missing: false, text => NumberMatch.Matches(comparison, text, number))
            : RuleRow.Unreadable("the value is no number");

    private static RuleRow Of(string name, bool missing, Func<string, bool> matches) => new(
        sight => sight.Facts.Variables.TryGetValue(name, out var text) ? matches(text) : missing, PageFactKinds.Variables, null);

    private static RuleRow Hostnames(string comparison, string data)
    {
        if (comparison is not ("=~" or "!~")) return RuleRow.UnknownOperator(comparison, "=~, !~");
        if (PageHost.List(data, out var wrong) is not { } hosts) return RuleRow.Unreadable($"\"{wrong}\" is no host name");
        var listed = hosts.ToHashSet();
        var wanted = comparison == "=~";
        return new(sight => sight.Host.Length > 0 && listed.Contains(sight.Host) == wanted, PageFactKinds.Url, null);
    }

    /// <summary>The ad server's own reading: a host that ends so, whatever stands before. Its list is of registerable domains already.</summary>
    private static RuleRow Domains(string comparison, string data)
    {
        if (comparison is not ("=x" or "!x" or "=~" or "!~")) return RuleRow.UnknownOperator(comparison, "=x, !x, =~, !~");
        if (PageHost.List(data, out var wrong) is not { } domains) return RuleRow.Unreadable($"\"{wrong}\" is no domain");
        var wanted = comparison[0] == '=';
        return new(sight => sight.Host.Length > 0 && EndsIn(PhpText.Lower(sight.Host), domains) == wanted, PageFactKinds.Url, null);
    }

    private static bool EndsIn(string host, string[] domains) =>
        domains.Length == 0 || Array.Exists(domains, domain => host.EndsWith(domain, StringComparison.Ordinal));
}
