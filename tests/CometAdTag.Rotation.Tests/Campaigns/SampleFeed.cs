using System.Text;
using System.Text.Json.Nodes;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Tests.Campaigns;

/// <summary>A feed without mistakes, to spoil one member at a time.</summary>
internal static class SampleFeed
{
    public const string Text = """
        {
          "version": 1, "generatedAt": "2026-11-22T09:30:00Z", "timeZone": "Europe/Paris", "counted": 7,
          "adServer": { "name": "Sample", "imageBase": "https://img.example/i" },
          "websites": [ { "id": 1, "name": "News", "origins": ["https://News.example:443", "http://127.0.0.1:8080"] } ],
          "zones": [
            { "id": 1, "website": 1, "name": "Top", "width": 728, "height": 90, "refresh": { "interval": 45, "maxRefreshes": 3 } },
            { "id": "side", "website": "1", "name": "Side", "width": -1, "height": -1, "chain": 1, "fallback": { "html": "<p>" }, "cap": { "total": 9 } }
          ],
          "channels": [ { "id": 3, "rules": [ { "logical": "or", "type": "Site:Pageurl", "comparison": "=~", "data": "news" } ] } ],
          "campaigns": [
            { "id": 10, "advertiser": "A", "name": "One", "tier": "contract", "priority": 4, "weight": 1, "status": "running",
              "start": "2026-01-31", "end": "2026-12-31", "booked": { "impressions": 100, "clicks": 5 }, "daily": { "impressions": 10 },
              "delivered": { "impressions": 40, "clicks": 2 }, "cap": { "total": 3, "session": 2, "seconds": 60 }, "showCapped": true,
              "companion": true, "exclusive": true, "noRefresh": true },
            { "id": 11, "advertiser": "B", "name": "Two", "tier": "ecpm", "priority": -2, "weight": 2, "status": "paused", "ecpm": 1.25 }
          ],
          "creatives": [
            { "id": 100, "campaign": 10, "name": "Image", "type": "image", "image": "a/b.png", "alt": "An image", "destination": "https://a.example/?q=1",
              "width": 728, "height": 90, "weight": 1, "status": "running",
              "rules": [ { "logical": "and", "type": "Site:Source", "comparison": "==", "data": "" } ] },
            { "id": 101, "campaign": "11", "name": "Html", "type": "html", "html": "<b>{clickurl}</b>", "width": 300, "height": 250, "weight": 0,
              "status": "paused", "cap": { "session": 1 }, "noRefresh": true }
          ],
          "links": [ { "zone": 1, "creative": 100 }, { "zone": "1", "creative": "100" }, { "zone": "side", "creative": 101 } ],
          "later": { "unknown": [1, 2, 3] }
        }
        """;

    public static FeedReading Read(string text) => CampaignFeed.Read(Encoding.UTF8.GetBytes(text));

    public static string[] Errors(string text) => [.. Read(text).Errors];

    public static string[] ErrorsWith(string path, string? json) => [.. With(path, json).Errors];

    /// <summary>Reads the feed with one member (campaigns[1].tier) replaced by other JSON, or taken out where that is null.</summary>
    public static FeedReading With(string path, string? json)
    {
        var feed = JsonNode.Parse(Text)!;
        var steps = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        var owner = steps[..^1].Aggregate(feed, (node, step) => node is JsonArray list ? list[int.Parse(step)]! : node[step]!);
        if (owner is JsonArray items) items[int.Parse(steps[^1])] = JsonNode.Parse(json!);
        else if (json is null) owner.AsObject().Remove(steps[^1]);
        else owner[steps[^1]] = JsonNode.Parse(json);
        return Read(feed.ToJsonString());
    }
}
