using CometAdTag.Rotation.Delivery.Rules;

namespace CometAdTag.Service.Pages;

/// <summary>Puts together where a viewer is, from whatever says so by name.</summary>
internal static class GeoReader
{
    public static string[] Names { get; } =
    [
        nameof(GeoFacts.Country), nameof(GeoFacts.Continent), nameof(GeoFacts.City), nameof(GeoFacts.Subdivision1), nameof(GeoFacts.Subdivision2),
        nameof(GeoFacts.PostalCode), nameof(GeoFacts.Latitude), nameof(GeoFacts.Longitude), nameof(GeoFacts.UsMetro), nameof(GeoFacts.Organisation),
        nameof(GeoFacts.ConnectionType),
    ];

    /// <summary>What is not said is "".</summary>
    public static GeoFacts Read(Func<string, string> said) => new()
    {
        Country = said(nameof(GeoFacts.Country)),
        Continent = said(nameof(GeoFacts.Continent)),
        City = said(nameof(GeoFacts.City)),
        Subdivision1 = said(nameof(GeoFacts.Subdivision1)),
        Subdivision2 = said(nameof(GeoFacts.Subdivision2)),
        PostalCode = said(nameof(GeoFacts.PostalCode)),
        Latitude = said(nameof(GeoFacts.Latitude)),
        Longitude = said(nameof(GeoFacts.Longitude)),
        UsMetro = said(nameof(GeoFacts.UsMetro)),
        Organisation = said(nameof(GeoFacts.Organisation)),
        ConnectionType = said(nameof(GeoFacts.ConnectionType)),
    };
}
