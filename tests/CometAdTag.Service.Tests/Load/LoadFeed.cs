namespace CometAdTag.Service.Tests.Load;

/// <summary>One zone in which every page shows the creative "first", and once that is withdrawn, "second".</summary>
internal static class LoadFeed
{
    public const string Origin = "http://page.test";

    public const string Json = $$"""
        { "version": 1, "generatedAt": "2026-11-22T00:00:00Z", "timeZone": "UTC",
          "adServer": { "name": "load" },
          "websites": [ { "id": "paper", "name": "The paper", "origins": ["{{Origin}}"] } ],
          "zones": [ { "id": "top", "website": "paper", "name": "Top", "width": 300, "height": 250 } ],
          "channels": [],
          "campaigns": [
            { "id": "one", "advertiser": "a", "name": "One", "tier": "override", "weight": 1, "status": "running" },
            { "id": "two", "advertiser": "b", "name": "Two", "tier": "remnant", "weight": 1, "status": "running" } ],
          "creatives": [
            { "id": "first", "campaign": "one", "name": "First", "type": "html", "html": "<p>First</p>", "destination": "http://shop.test/1", "width": 300, "height": 250, "weight": 1, "status": "running" },
            { "id": "second", "campaign": "two", "name": "Second", "type": "html", "html": "<p>Second</p>", "destination": "http://shop.test/2", "width": 300, "height": 250, "weight": 1, "status": "running" } ],
          "links": [ { "zone": "top", "creative": "first" }, { "zone": "top", "creative": "second" } ] }
        """;
}
