using System.Text.Json.Nodes;

namespace CometAdTag.Service.Tests.Push;

/// <summary>A feed that a test puts together; sizes are given as "300x250". What a test adds to an item is JSON without its braces.</summary>
internal sealed class SmallFeed
{
    private readonly JsonArray zones = [], campaigns = [], creatives = [], links = [];

    public SmallFeed Zone(int id, string size, string more = "")
    {
        zones.Add(Item(id, size, "\"website\": 1", more));
        return this;
    }

    /// <summary>Its advertiser is named as it is, where nothing else is said.</summary>
    public SmallFeed Campaign(string id, string tier, string more = "")
    {
        campaigns.Add(With($$"""{ "id": "{{id}}", "name": "{{id}}", "advertiser": "{{id}}", "tier": "{{tier}}", "weight": 1, "status": "running" }""", more));
        return this;
    }

    /// <summary>Linked to those zones.</summary>
    public SmallFeed Creative(int id, string campaign, string size, params int[] linked) => Creative(id, campaign, size, "", linked);

    public SmallFeed Creative(int id, string campaign, string size, string more, params int[] linked)
    {
        creatives.Add(Item(id, size, $$""" "campaign": "{{campaign}}", "type": "html", "html": "zone {zoneid}", "destination": "http://shop.test/", "weight": 1, "status": "running" """, more));
        foreach (var zone in linked) links.Add(new JsonObject { ["zone"] = zone, ["creative"] = id });
        return this;
    }

    public override string ToString() => new JsonObject
    {
        ["version"] = 1,
        ["generatedAt"] = "2026-11-22T00:00:00Z",
        ["timeZone"] = "UTC",
        ["adServer"] = new JsonObject { ["name"] = "test", ["imageBase"] = "http://images.test/" },
        ["websites"] = new JsonArray(new JsonObject { ["id"] = 1, ["name"] = "Page", ["origins"] = new JsonArray(RunningService.Origin) }),
        ["zones"] = zones.DeepClone(),
        ["campaigns"] = campaigns.DeepClone(),
        ["creatives"] = creatives.DeepClone(),
        ["links"] = links.DeepClone(),
    }.ToJsonString();

    /// <summary>Starts a service on it; the data folder of an earlier run may be given.</summary>
    public RunningService Start(string? data = null, params (string Key, string Value)[] settings)
    {
        data ??= TempFolder.Shared();
        return RunningService.Start(data, [("AdServer:Feed:Location", Write(data)), .. settings]);
    }

    /// <summary>Has a service that was started on such a feed go on with this one.</summary>
    public async Task ReplaceAt(RunningService service)
    {
        Write(service.Data);
        using var admin = service.Admin();
        using var pulled = await admin.PostAsync("/api/v1/campaigns/pull?force=true", null);
        pulled.EnsureSuccessStatusCode();
    }

    private string Write(string data) => TestFeed.WriteTo(Directory.CreateDirectory(Path.Combine(data, "small")).FullName, ToString());

    private static JsonObject Item(int id, string size, string rest, string more)
    {
        var sides = size.Split('x');
        return With($$"""{ "id": {{id}}, "name": "{{id}}", "width": {{sides[0]}}, "height": {{sides[1]}}, {{rest}} }""", more);
    }

    private static JsonObject With(string item, string more)
    {
        var made = JsonNode.Parse(item)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse($"{{ {more} }}")!.AsObject()) made[name] = value?.DeepClone();
        return made;
    }
}
