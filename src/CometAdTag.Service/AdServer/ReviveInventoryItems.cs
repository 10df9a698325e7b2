using System.Text.Json.Nodes;

namespace CometAdTag.Service.AdServer;

/// <summary>Websites, zones and channels in the words of the feed. What a zone prepends and appends has no word there.</summary>
internal static class ReviveInventoryItems
{
    private const string RulePrefix = "deliveryLimitations:";

    private static readonly string[] ZoneTypes = ["banner", "interstitial", "popup", "text", "email", "", "video", "video"];

    public static ReviveItem Website(ReviveRow row)
    {
        var (id, name) = (row.Id("publisherId"), row.Text("publisherName"));
        JsonArray origins = Origin(row) is { } origin ? [origin] : [];
        return new(id, 0, ReviveItem.LabelOf("website", id, name), new() { ["id"] = id, ["name"] = name, ["origins"] = origins });
    }

    /// <summary>Where the website's pages come from: its address without a path; null where it has none.</summary>
    public static string? Origin(ReviveRow website) => WebUrl.Of(website.Text("website").Trim()) is { Port: > 0, IdnHost.Length: > 0 } url
        ? url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped).Replace(url.Host, url.HostNameType == UriHostNameType.Dns ? url.IdnHost : url.Host, StringComparison.Ordinal)
        : null;

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
