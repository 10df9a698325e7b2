namespace CometAdTag.Service.Tests;

/// <summary>A small campaign feed: zone 1 (300x250) with four creatives of two campaigns, zone 2 (728x90) with two, zone 3 with none, zone 4 with one that stays, zone 5 with two.</summary>
internal static class TestFeed
{
    public const string Json = """
        { "version": 1, "generatedAt": "2026-11-22T00:00:00Z", "timeZone": "Europe/Paris",
          "adServer": { "name": "test", "imageBase": "http://images.test/" },
          "websites": [ { "id": 1, "name": "Page", "origins": ["http://page.test"] } ],
          "zones": [
            { "id": 1, "website": 1, "name": "Rectangle", "width": 300, "height": 250, "refresh": { "interval": 30, "maxRefreshes": 10 } },
            { "id": 2, "website": 1, "name": "Leaderboard", "width": 728, "height": 90 },
            { "id": 3, "website": 1, "name": "Nothing", "width": 160, "height": 600 },
            { "id": 4, "website": 1, "name": "Still", "width": 300, "height": 250 },
            { "id": 5, "website": 1, "name": "Other", "width": 970, "height": 250 } ],
          "campaigns": [
            { "id": 10, "advertiser": "a", "name": "One", "tier": "remnant", "weight": 1, "status": "running" },
            { "id": 11, "advertiser": "b", "name": "Two", "tier": "remnant", "weight": 3, "status": "running" },
            { "id": 12, "advertiser": "b", "name": "Stays", "tier": "remnant", "weight": 1, "status": "running", "noRefresh": true } ],
          "creatives": [
            { "id": 100, "campaign": 10, "name": "a", "type": "image", "image": "http://images.test/a.png", "destination": "http://shop.test/a", "width": 300, "height": 250, "weight": 1, "status": "running" },
            { "id": 101, "campaign": 10, "name": "b", "type": "image", "image": "http://images.test/b.png", "destination": "http://shop.test/b", "width": 300, "height": 250, "weight": 1, "status": "running" },
            { "id": 102, "campaign": 11, "name": "c", "type": "html", "html": "<a href=\"http://shop.test/c?x=1&amp;y=2\">c {random}</a>", "destination": "http://shop.test/c", "width": 300, "height": 250, "weight": 1, "status": "running" },
            { "id": 103, "campaign": 11, "name": "d", "type": "html", "html": "<script>var to = '{clickurl}http://shop.test/d';</script>", "destination": "http://shop.test/d", "width": 300, "height": 250, "weight": 1, "status": "running" },
            { "id": 200, "campaign": 10, "name": "e", "type": "image", "image": "http://images.test/e.png", "destination": "http://shop.test/e", "width": 728, "height": 90, "weight": 1, "status": "running" },
            { "id": 201, "campaign": 11, "name": "f", "type": "image", "image": "http://images.test/f.png", "destination": "http://shop.test/f", "width": 728, "height": 90, "weight": 1, "status": "running" },
            { "id": 400, "campaign": 12, "name": "g", "type": "image", "image": "http://images.test/g.png", "destination": "http://shop.test/g", "width": 300, "height": 250, "weight": 1, "status": "running" },
            { "id": 500, "campaign": 10, "name": "h", "type": "image", "image": "http://images.test/h.png", "destination": "http://shop.test/h?q=ü", "width": 970, "height": 250, "weight": 1, "status": "running" },
            { "id": 501, "campaign": 11, "name": "i", "type": "image", "image": "http://images.test/i.png", "destination": "http://shop.test/i", "width": 970, "height": 250, "weight": 1, "status": "running" } ],
          "links": [
            { "zone": 1, "creative": 100 }, { "zone": 1, "creative": 101 }, { "zone": 1, "creative": 102 }, { "zone": 1, "creative": 103 },
            { "zone": 2, "creative": 200 }, { "zone": 2, "creative": 201 }, { "zone": 4, "creative": 400 },
            { "zone": 5, "creative": 500 }, { "zone": 5, "creative": 501 } ] }
        """;

    /// <summary>The ad server took creative 400 away, and linked creative 100 to zone 3, which takes any size now.</summary>
    public static string Without400 { get; } = Json
        .Replace(", { \"zone\": 4, \"creative\": 400 },", ", { \"zone\": 3, \"creative\": 100 },", StringComparison.Ordinal)
        .Replace("{ \"id\": 400,", "{ \"id\": 401,", StringComparison.Ordinal)
        .Replace("\"width\": 160, \"height\": 600", "\"width\": 300, \"height\": 250", StringComparison.Ordinal);

    /// <summary>Replaces the feed at once, as a rename does.</summary>
    public static string WriteTo(string folder, string json = Json)
    {
        var file = Path.Combine(folder, "feed.json");
        File.WriteAllText(file + ".new", json);
        File.Move(file + ".new", file, overwrite: true);
        return file;
    }
}
