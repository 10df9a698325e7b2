using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// The impression beacon (lg.php) in Revive's HTML, which says what it decided. Where a banner is itself the tag of another zone of
/// that Revive, each number is a list: the banner that is shown first, then those on the way to it, which count too.
/// </summary>
internal sealed partial record ReviveBeacon(string Creative, string Campaign, string Zone, ImmutableArray<CapUse> Caps)
{
    /// <summary>The beacon of an impression with nothing to show.</summary>
    public bool IsBlank => Creative == "0";

    /// <summary>Null where there is none. Of several it is the last, since Revive appends its own.</summary>
    public static ReviveBeacon? Find(string html)
    {
        if (Plain.Matches(html) is [.., var plain]) return Read(WebUtility.HtmlDecode(plain.Groups["query"].Value));
        return Encoded.Matches(html) is [.., var encoded] ? Read(Uri.UnescapeDataString(encoded.Groups["query"].Value)) : null;
    }

    private static ReviveBeacon? Read(string query)
    {
        var parameters = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var parameter in query.Split('&'))
            if (parameter.Split('=', 2) is [var name, var value]) parameters[name] = value.Split('|');
        var (creatives, campaigns, zones) = (parameters["bannerid"], parameters["campaignid"], parameters["zoneid"]);
        if (!Fits(creatives[0]) || !Fits(campaigns[0]) || !Fits(zones[0])) return null;
        var caps = UsesOf(parameters, CapLevel.Creative, creatives, "")
            .Concat(UsesOf(parameters, CapLevel.Campaign, campaigns, "C"))
            .Concat(UsesOf(parameters, CapLevel.Zone, zones, "Z"));
        return new(creatives[0], campaigns[0], zones[0], [.. caps.DistinctBy(use => (use.Level, use.Id))]);
    }

    private static IEnumerable<CapUse> UsesOf(Dictionary<string, string[]> parameters, CapLevel level, string[] ids, string letter) =>
        from place in Enumerable.Range(0, ids.Length)
        let cap = new FrequencyCap(
            Number(parameters, $"OA{letter}CAP", place), Number(parameters, $"OAS{letter}CAP", place), Number(parameters, $"OA{letter}BLOCK", place))
        where !cap.IsNone && ReviveId.Is(ids[place])
        select new CapUse(level, ids[place], cap);

    private static int Number(Dictionary<string, string[]> parameters, string name, int place) =>
        parameters.TryGetValue(name, out var values) && place < values.Length
        && int.TryParse(values[place], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static bool Fits(string id) => id == "0" || ReviveId.Is(id);

    // {logurl} and {logurl_html} of a banner's template, and the beacon that Revive appends. Known by its first three parameters:
    // the host may be any, and the script's name is a setting. A source may have spaces in it, so only what ends a string ends it.
    [GeneratedRegex("""[?](?<query>bannerid=[0-9|]{1,256}&(amp;|#38;|#x26;)?campaignid=[0-9|]{1,256}&(amp;|#38;|#x26;)?zoneid=[0-9|]{1,256}[^'"<>`\\\r\n]*)""",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain { get; }

    // {logurl_enc}
    [GeneratedRegex("%3[Ff](?<query>bannerid%3[Dd]([0-9]|%7[Cc]){1,256}%26campaignid%3[Dd]([0-9]|%7[Cc]){1,256}%26zoneid%3[Dd]([0-9]|%7[Cc]){1,256}[A-Za-z0-9%_.~+*-]*)",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Encoded { get; }
}
