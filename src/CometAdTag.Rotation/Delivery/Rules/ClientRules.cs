namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>Rules on whoever views the page, by what the browser says with its connection.</summary>
internal static class ClientRules
{
    private const string Versions = "nn, ==, !=, lt, gt, le, ge";

    /// <summary>Versions of Windows that are no numbers, in their place among those that are.</summary>
    private static readonly Dictionary<string, double> Windows = new()
    {
        ["95"] = 3.5,
        ["98"] = 3.6,
        ["me"] = 3.7,
        ["nt"] = 4,
        ["2000"] = 5,
        ["xp"] = 5.1,
        ["vista"] = 5.2,
    };

    public static IEnumerable<KeyValuePair<string, Func<string, string, RuleRow>>> Types =>
    [
        new("Client:Useragent", (comparison, data) => TextMatch.Row(comparison, data, PageFactKinds.UserAgent, sight => sight.UserAgent)),
        new("Client:Domain", Domain),
        new("Client:Language", Language),
        new("Client:Ip", Address),
        new("Client:BrowserVersion", (comparison, data) => Version(comparison, data, sight => sight.Browser)),
        new("Client:OsVersion", (comparison, data) => Version(comparison, data, sight => sight.System)),
    ];

    /// <summary>Nobody looks up the name of an address here.</summary>
    private static RuleRow Domain(string comparison, string data)
    {
        if (TextMatch.Of(comparison, PhpText.Lower(data), out var problem) is null) return RuleRow.Unreadable(problem);
        var passes = data.Length == 0 || !TextMatch.IsPositive(comparison);
        return new(_ => passes, PageFactKinds.None, null);
    }

    private static RuleRow Language(string comparison, string data)
    {
        if (comparison is not ("=~" or "!~")) return RuleRow.UnknownOperator(comparison, "=~, !~");
        if (data.Length == 0) return RuleRow.Everything;
        var (listed, wanted) = (data.Split(','), comparison == "=~");
        return new(sight => sight.Facts.Languages is var said && (said is "" or "0" || SaysOneOf(said, listed) == wanted), PageFactKinds.Languages, null);
    }

    private static bool SaysOneOf(string said, string[] listed) =>
        Array.Exists(said.Split(','), language => Array.Exists(listed, code => language.StartsWith(code, StringComparison.OrdinalIgnoreCase)));

    private static RuleRow Address(string comparison, string data)
    {
        if (comparison is not ("==" or "!=")) return RuleRow.UnknownOperator(comparison, "==, !=");
        if (data.Length == 0) return RuleRow.Everything;
        if (AddressMask.Of(data) is not { } range) return RuleRow.Unreadable($"\"{data}\" is no IPv4 address, a.b.c.* or net/mask such as 10.0.0.0/255.0.0.0");
        var wanted = comparison == "==";
        return new(sight => range.Holds(sight.Address) == wanted, PageFactKinds.Address, null);
    }

    private static RuleRow Version(string comparison, string data, Func<RuleSight, AgentPart> part)
    {
        if (comparison is not ("nn" or "==" or "!=") && !NumberMatch.Is(comparison)) return RuleRow.UnknownOperator(comparison, Versions);
        var parts = data.Split('|');
        var (name, written, isWindows) = (PhpText.Lower(parts[0]), parts.Length > 1 ? parts[1] : "", parts[0] == SystemReader.Windows);
        var number = isWindows && Windows.TryGetValue(written, out var place) ? place : PhpText.LeadingNumber(written);
        return new(sight => Matches(part(sight)), PageFactKinds.UserAgent, null);

        bool Matches(AgentPart seen) =>
            (name.Length == 0 || PhpText.Same(PhpText.Lower(seen.Name), name))
            && (comparison == "nn" || NumberMatch.Matches(comparison, isWindows ? Numbered(seen.Version) : seen.Version, number));
    }

    private static string Numbered(string version) => Windows.TryGetValue(PhpText.Lower(version), out var place)
        ? place.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : version;
}
