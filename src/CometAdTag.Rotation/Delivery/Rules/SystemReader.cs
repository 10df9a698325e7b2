using System.Globalization;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>Reads the operating system out of a user agent; the order of the table decides, since Android says Linux and iOS says OS X.</summary>
internal static class SystemReader
{
    public const string Windows = "Windows";
    private const string Unknown = "unknown";

    private static readonly (Func<string, bool> Is, string Name, Func<string, string?> Version)[] Table =
    [
        (agent => agent.Says(" cros") || agent.Says("cros "), "Chrome OS", agent => agent.After("Chrome/")?.Digits()),
        (agent => agent.Says("cpu os") || (agent.Says("iphone os") && agent.Says("os x")), "iOS", Ios),
        (agent => agent.Says("os x"), "OS X", agent => agent.After("OS X ")?.Digits("._").Replace('_', '.')),
        (agent => agent.Says("symbos"), "SymbOS", _ => null),
        (agent => agent.Says("windows nt"), Windows, agent => agent.After("Windows NT ")?.Digits() is { } number ? WindowsNt(number) : null),
        (agent => agent.Says("windows 98; win 9x 4.90"), Windows, _ => "Me"),
        (agent => agent.Says("windows 98"), Windows, _ => "98"),
        (agent => agent.Says("windows 95"), Windows, _ => "95"),
        (agent => agent.Says("windows ce"), Windows, _ => "CE"),
        (agent => agent.Says("windows phone"), "Windows Phone", agent => agent.After("Windows Phone ")?.Digits() is { } number ? Short(number) : null),
        (agent => agent.Says("freebsd"), "FreeBSD", _ => null),
        (agent => agent.Says("openbsd"), "OpenBSD", _ => null),
        (agent => agent.Says("netbsd"), "NetBSD", _ => null),
        (agent => agent.Says("opensolaris"), "OpenSolaris", _ => null),
        (agent => agent.Says("sunos"), "SunOS", _ => null),
        (agent => agent.Says("beos"), "BeOS", _ => null),
        (agent => agent.Says("android"), "Android", agent => agent.After("Android ")?.Digits()),
        (agent => agent.Says("linux"), "Linux", _ => null),
        (agent => agent.Says("nokia"), "Nokia", _ => null),
        (agent => agent.Says("blackberry"), "BlackBerry", agent => agent.After("Version/")?.UpTo(" ")),
        (agent => agent.Says("bb10"), "BlackBerry", agent => agent.After("Version/10.") is { } rest ? "10." + rest.UpTo(" ") : "10"),
    ];

    public static AgentPart Of(string agent)
    {
        foreach (var (isIt, name, version) in Table)
            if (isIt(agent)) return new(name, version(agent) ?? Unknown);
        return AgentPart.Unknown;
    }

    private static string? Ios(string agent) => (agent.After("CPU iPhone OS ") ?? agent.After("CPU OS "))?.Digits("_").Replace('_', '.');

    private static string WindowsNt(string number) => number switch
    {
        "6.3" => "8.1",
        "6.2" => "8",
        "6.1" => "7",
        "6.0" => "Vista",
        "5.2" or "5.1" => "XP",
        "5.01" or "5.0" => "2000",
        "4.0" => "NT 4.0",
        _ => PhpText.LeadingNumber(number) >= 10 ? number : Unknown,
    };

    private static string Short(string number) => PhpText.LeadingNumber(number).ToString(CultureInfo.InvariantCulture);
}
