using System.Text.Json;

namespace CometAdTag.Service.Tests.Push;

/// <summary>The test feed, in which creatives of zone 5 (500 and 501) and of zone 3 (600) have delivery rules.</summary>
internal static class RulesFeed
{
    public static string With(string rulesOf500, string rulesOf501 = "[]", string channels = "[]") => TestFeed.Json
        .Replace("\"id\": 500,", $"\"id\": 500, \"rules\": {rulesOf500},", StringComparison.Ordinal)
        .Replace("\"id\": 501,", $"\"id\": 501, \"rules\": {rulesOf501},", StringComparison.Ordinal)
        .Replace("\"campaigns\": [", $"\"channels\": {channels}, \"campaigns\": [", StringComparison.Ordinal);

    public static string Row(string type, string comparison, string data, string logical = "and") =>
        JsonSerializer.Serialize(new { logical, type, comparison, data });
}
