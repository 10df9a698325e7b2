using System.Globalization;
using System.Text.Json.Nodes;
using CometAdTag.Rotation;

namespace CometAdTag.Service.AdServer;

/// <summary>Websites, zones and channels in the words of the feed. What a zone prepends and appends has no word there.</summary>
internal static class ReviveInventoryItems
{
    private const string RulePrefix = "deliveryLimitations:", Www = "www.";

    private static readonly string[] ZoneTypes = ["banner", "interstitial", "popup", "text", "email", "", "video", "video"];

    public static ReviveItem Website(ReviveRow row)
    {
        var (id, name) = (row.Id("publisherId"), row.Text("publisherName"));
        return new(id, row.Id("agencyId"), ReviveItem.LabelOf("website", id, name), new() { ["id"] = id, ["name"] = name, ["origins"] = new JsonArray([.. Origins(row).Select(JsonNode (origin) => origin)]) });
    }

    /// <summary>Where the website's pages come from. Revive never minded whether http or https was typed in, with www. or without, so all of them may.</summary>
    public static IEnumerable<string> Origins(ReviveRow website)
    {
        var typed = website.Text("website").Trim();
        if (WebUrl.Of(typed.Contains("://", StringComparison.Ordinal) ? typed : $"http://{typed}") is not { Port: > 0 } url || HostName.Of(url) is not { Length: > 0 } host) return [];
        var port = url.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{url.Port}");
        string[] hosts = url.HostNameType == UriHostNameType.Dns && host.Contains('.', StringComparison.Ordinal)
            ? [host, host.StartsWith(Www, StringComparison.Ordinal) ? host[Www.Length..] : Www + host]
            : [host];
        return hosts.SelectMany(each => new[] { $"https://{each}{port}", $"http://{each}{port}" });
    }

    public static ReviveItem Zone(ReviveRow row)
    {
        var (id, website, name, type) = (row.Id("zoneId"), row.Id("publisherId"), row.Text("zoneName"), row.Whole("type") ?? 0);
        var label = ReviveItem.LabelOf("zone", id, name);
        if (type != 0) return new(id, website, label, null, $"only banner zones are filled, and it is for {(type is > 0 and < 8 ? ZoneTypes[type] : type)} ads");
        var json = new JsonObject { ["id"] = id, ["website"] = website, ["name"] = name, ["width"] = row.Whole("width"), ["height"] = row.Whole("height") };
        return new(id, website, label, WithCap(json, row));
    }

    public static ReviveItem Channel(ReviveRuled channel)
    {
        var id = channel.Row.Id("channelId");
        return new(id, 0, ReviveItem.LabelOf("delivery rule set", id, channel.Row.Text("channelName")), new() { ["id"] = id, ["rules"] = Rules(channel.Rules) });
    }

    public static JsonObject WithCap(JsonObject json, ReviveRow row)
    {
        var (total, session, seconds) = (row.Whole("capping") ?? 0, row.Whole("sessionCapping") ?? 0, row.Whole("block") ?? 0);
        if ((total, session, seconds) != default) json["cap"] = new JsonObject { ["total"] = total, ["session"] = session, ["seconds"] = seconds };
        return json;
    }

    public static JsonArray Rules(IReadOnlyList<ReviveRow> rules) => [.. rules.Select(JsonNode (rule) => new JsonObject
    {
        ["logical"] = rule.Text("logical"),
        ["type"] = rule.Text("type") is var type && type.StartsWith(RulePrefix, StringComparison.Ordinal) ? type[RulePrefix.Length..] : type,
        ["comparison"] = rule.Text("comparison"),
        ["data"] = rule.Text("data"),
    })];
}
