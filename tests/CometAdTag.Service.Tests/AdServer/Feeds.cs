using System.Text;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>Feeds of one zone and as many running creatives as asked for.</summary>
internal static class Feeds
{
    public static byte[] With(int creatives, string name = "Sample")
    {
        var ids = Enumerable.Range(1, creatives).ToArray();
        var rows = ids.Select(id => $$"""{"id":{{id}},"campaign":1,"name":"{{id}}","type":"html","html":"<b>","width":300,"height":250,"weight":1,"status":"running"}""");
        var links = ids.Select(id => $$"""{"zone":1,"creative":{{id}}}""");
        return Encoding.UTF8.GetBytes($$"""
            {"version":1,"generatedAt":"2026-11-22T00:00:00Z","timeZone":"UTC","adServer":{"name":"{{name}}"},
            "websites":[{"id":1,"name":"Site","origins":["https://site.example"]}],
            "zones":[{"id":1,"website":1,"name":"Zone","width":300,"height":250}],
            "campaigns":[{"id":1,"advertiser":"A","name":"C","tier":"remnant","weight":1,"status":"running"}],
            "creatives":[{{string.Join(',', rows)}}],"links":[{{string.Join(',', links)}}]}
            """);
    }
}
