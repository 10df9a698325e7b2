namespace CometAdTag.Benchmarks.Push;

/// <summary>One zone with one creative, whose frames have about 600 bytes.</summary>
internal static class PushFeed
{
    public const string Origin = "http://page.test", Zone = "0";

    public const string Json = $$"""
        { "version": 1, "generatedAt": "2026-11-22T00:00:00Z", "timeZone": "UTC", "adServer": { "name": "benchmark" },
          "websites": [ { "id": "paper", "name": "The paper", "origins": ["{{Origin}}"] } ],
          "zones": [ { "id": "{{Zone}}", "website": "paper", "name": "Top", "width": 300, "height": 250 } ], "channels": [],
          "campaigns": [ { "id": "one", "advertiser": "a", "name": "One", "tier": "remnant", "weight": 1, "status": "running" } ],
          "creatives": [ { "id": "first", "campaign": "one", "name": "First", "type": "html", "html": "<p style='font:bold 20px serif'>A creative of about six hundred bytes, with its frame</p>",
            "destination": "http://shop.test/", "width": 300, "height": 250, "weight": 1, "status": "running" } ],
          "links": [ { "zone": "{{Zone}}", "creative": "first" } ] }
        """;
}
