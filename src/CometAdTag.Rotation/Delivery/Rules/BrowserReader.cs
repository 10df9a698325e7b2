using System.Globalization;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>
/// Reads the browser out of a user agent. Most of them claim to be others too, so the order of the table decides: Edge says Chrome and
/// Safari as well, and everything says Mozilla.
/// </summary>
internal static class BrowserReader
{
    private const string Unknown = "unknown";

    private static readonly (Func<string, bool> Is, string Name, Func<string, string?> Version)[] Table =
    [
        Sign("webtv", "WebTV"),
        (IsInternetExplorer, "Internet Explorer", InternetExplorer),
        (agent => agent.Says("edge"), "Edge", agent => agent.After("Edge/") is { } rest ? PhpText.LeadingNumber(rest).ToString(CultureInfo.InvariantCulture) : null),
        (agent => agent.Says("edg"), "Edge", agent => agent.After("Edg/")?.Trim()),
        Sign("opera mini", "Opera Mini"),
        Sign("opios", "Opera Mini"),
        (agent => agent.Says("opera"), "Opera", Opera),
        (agent => agent.Says(" opr/"), "Opera", agent => agent.After("OPR/")?.Digits()),
        Sign("vivaldi", "Vivaldi"),
        Sign("dragon", "Dragon"),
        Sign("galeon", "Galeon"),
        (agent => agent.Says("firefox") && agent.Says("navigator/"), "Netscape Navigator", agent => agent.After("Navigator/")?.UpTo(" ")),
        (agent => !agent.Says("firefox") && (agent.Says("netscape/") || agent.Says("netscape6/")), "Netscape Navigator", agent => agent.Version("netscape")),
        (agent => IsGecko(agent, "seamonkey"), "SeaMonkey", agent => Gecko(agent, "seamonkey")),
        (agent => IsGecko(agent, "firefox"), "Firefox", agent => Gecko(agent, "firefox")),
        Sign("yabrowser", "Yandex"),
        Sign("samsungbrowser", "SamsungBrowser"),
        Sign("chrome", "Chrome"),
        Sign("crios", "Chrome"),
        Sign("omniweb", "OmniWeb"),
        (agent => agent.Says("android"), "Navigator", agent => agent.After("Version/")?.Digits()),
        (agent => agent.Says("blackberry"), "BlackBerry", agent => agent.Says("version/") ? agent.After("Version/")?.UpTo(" ") : agent.Version("blackberry")),
        (agent => agent.Says("bb10"), "BlackBerry", agent => agent.After("Version/10.") is { } rest ? "10." + rest.UpTo(" ") : null),
        Sign("gsa", "Google Search Appliance"),
        (agent => agent.Says("bot") || agent.Says("spider") || agent.Says("crawler"), Unknown, _ => null),
        (agent => agent.Says("wkhtmltopdf"), "wkhtmltopdf", _ => null),
        (agent => agent.Says("safari"), "Safari", agent => agent.Version("version")),
        Sign("firebird", "Firebird"),
        Sign("konqueror", "Konqueror"),
        Sign("phoenix", "Phoenix"),
        Sign("lynx", "Lynx"),
        Sign("iceweasel", "Iceweasel"),
        (agent => agent.Says("mozilla"), "Mozilla", agent => agent.After("Mozilla/")?.UpTo(" ")),
    ];

    public static AgentPart Of(string agent)
    {
        foreach (var (isIt, name, version) in Table)
            if (isIt(agent)) return new(name, version(agent) ?? Unknown);
        return AgentPart.Unknown;
    }

    private static (Func<string, bool>, string, Func<string, string?>) Sign(string sign, string name) => (agent => agent.Says(sign), name, agent => agent.Version(sign));

    private static bool IsInternetExplorer(string agent) => (agent.Says("msie") && !agent.Says("opera")) || (agent.Says("trident") && Revision(agent) is not null);

    /// <summary>In its compatibility view it calls itself 7; the engine tells the truth.</summary>
    private static string? InternetExplorer(string agent)
    {
        if (agent.Says("msie 7.0;") && agent.After("Trident/") is [>= '4' and <= '7' and var engine, '.', '0', ';', ..]) return $"{engine - '0' + 4}.0";
        return (agent.Says("trident") ? Revision(agent) : null) ?? agent.After("msie ")?.UpTo(";) ");
    }

    /// <summary>What it says of its revision: digits, a point and digits.</summary>
    private static string? Revision(string agent) =>
        agent.After("rv:")?.Digits() is { } revision && revision.Split('.') is [{ Length: > 0 } whole, { Length: > 0 } part, ..] ? $"{whole}.{part}" : null;

    private static string? Opera(string agent)
    {
        var rest = agent.From("opera");
        if (rest.After("Version/1") is [>= '0' and <= '2', ..] version) return "1" + version;
        return rest.Contains('/', StringComparison.Ordinal) ? rest.Replace('(', ' ').Version("opera") : rest.After("opera ")?.UpTo(" ") ?? "";
    }

    private static bool IsGecko(string agent, string sign) => !agent.Says("safari") && Gecko(agent, sign) is not null;

    private static string? Gecko(string agent, string sign) => agent.After(sign) switch
    {
        "" => "",
        ['/' or ' ' or '(', .. var rest] when rest.UpTo(" ;)") is { Length: > 0 } version => version,
        _ => null,
    };
}
