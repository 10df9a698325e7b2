namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>Where a viewer is, in the codes of the ad server's rules (country FR, subdivision NY, latitude in degrees); "" where nobody says.</summary>
public sealed record GeoFacts
{
    public static GeoFacts None { get; } = new();

    public string Country { get; init; } = "";
    public string Continent { get; init; } = "";
    public string City { get; init; } = "";
    public string Subdivision1 { get; init; } = "";
    public string Subdivision2 { get; init; } = "";
    public string PostalCode { get; init; } = "";
    public string Latitude { get; init; } = "";
    public string Longitude { get; init; } = "";
    public string UsMetro { get; init; } = "";
    public string Organisation { get; init; } = "";
    public string ConnectionType { get; init; } = "";
}
