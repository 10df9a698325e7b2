using System.Collections.Frozen;
using System.Collections.Immutable;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery.Rules;

namespace CometAdTag.Rotation.Tests.Delivery.Rules;

/// <summary>Asks delivery rules about one page, through a snapshot as in the service.</summary>
internal static class Ruled
{
    public static readonly PageFacts Page = new()
    {
        Url = "https://www.example.com/Sports/10?x=1",
        Referrer = "https://search.example/?q=Shoes",
        Source = "VIP",
        Variables = new Dictionary<string, string> { ["section"] = "Sport", ["price"] = "10", ["zero"] = "0" },
        Address = "203.0.113.9",
        UserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
        Languages = "fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7",
        Geo = new()
        {
            Country = "US",
            Continent = "NA",
            City = "New York",
            Subdivision1 = "NY",
            Subdivision2 = "061",
            PostalCode = "10001",
            Latitude = "40.7",
            Longitude = "-74.0",
            UsMetro = "501",
            Organisation = "Acme Net",
            ConnectionType = "Cable",
        },
    };

    public static DeliveryRule Row(string type, string comparison, string data, string logical = "and") => new(logical, type, comparison, data);

    public static bool Passes(string type, string comparison, string data, PageFacts? page = null) => Passes([Row(type, comparison, data)], page);

    public static bool Passes(ImmutableArray<DeliveryRule> rules, PageFacts? page = null, DateTimeOffset? now = null, params Channel[] channels) =>
        Bits([rules], page ?? Page, now ?? Sample.Now, channels)[0];

    /// <summary>What a page passes of several creatives, each with its rules.</summary>
    public static bool[] Bits(ImmutableArray<DeliveryRule>[] lists, PageFacts page, DateTimeOffset now, params Channel[] channels)
    {
        var snapshot = SnapshotOf(lists, channels);
        var bits = new ulong[(lists.Length + 63) / 64];
        RuleBook.Of(snapshot).Of(Sample.Zone)?.Evaluate(page, now, bits);
        return [.. lists.Select((_, place) => ((bits[place / 64] >> (place % 64)) & 1) == 1)];
    }

    public static Snapshot SnapshotOf(ImmutableArray<DeliveryRule>[] lists, params Channel[] channels) =>
        Sample.Snapshot(lists.Select((rules, place) => Sample.Creative($"{place:d4}") with { Rules = rules })) with
        {
            Channels = channels.ToFrozenDictionary(channel => channel.Id),
        };

    /// <summary>Why the rules cannot be read; null where they can.</summary>
    public static string? Problem(ImmutableArray<DeliveryRule> rules, params Channel[] channels) =>
        RuleBook.Of(SnapshotOf([rules], channels)).Problems.Values.SingleOrDefault();

    public static string? Problem(string type, string comparison, string data) => Problem([Row(type, comparison, data)]);
}
