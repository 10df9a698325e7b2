namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>Rules on where the viewer is. What nobody says is "": then a rule on a city or subdivision fails, whatever its operator.</summary>
internal static class GeoRules
{
    private static readonly char[] Bar = ['|'];

    public static IEnumerable<KeyValuePair<string, Func<string, string, RuleRow>>> Types =>
    [
        new("Geo:Country", (comparison, data) => Listed(comparison, data, geo => geo.Country)),
        new("Geo:Continent", (comparison, data) => Listed(comparison, data, geo => geo.Continent)),
        new("Geo:UsMetro", (comparison, data) => Listed(comparison, data, geo => geo.UsMetro)),
        new("Geo:ConnectionType", (comparison, data) => Listed(comparison, data, geo => geo.ConnectionType)),
        new("Geo:Postalcode", (comparison, data) => TextMatch.Row(comparison, data, PageFactKinds.Geo, sight => PhpText.Lower(sight.Facts.Geo.PostalCode))),
        new("Geo:Organisation", (comparison, data) => TextMatch.Row(comparison, data, PageFactKinds.Geo, sight => PhpText.Lower(sight.Facts.Geo.Organisation))),
        new("Geo:City", City),
        new("Geo:Subdivision1", (comparison, data) => Subdivision(comparison, data, geo => geo.Subdivision1)),
        new("Geo:Subdivision2", (comparison, data) => Subdivision(comparison, data, geo => geo.Subdivision2)),
        new("Geo:Latlong", Rectangle),
    ];

    private static RuleRow Listed(string comparison, string data, Func<GeoFacts, string> part)
    {
        if (comparison is not ("=~" or "!~")) return RuleRow.UnknownOperator(comparison, "=~, !~");
        var (list, wanted) = (PhpText.Lower(data), comparison == "=~");
        return Of(geo => part(geo) is { Length: > 0 } value && list.Length > 0 ? TextMatch.IsListed(PhpText.Lower(value), list) == wanted : !wanted);
    }

    private static RuleRow City(string comparison, string data)
    {
        if (TextMatch.Of(comparison, "", out var problem) is null) return RuleRow.Unreadable(problem);
        if (data.Split(Bar, 2) is not [var country, var cities]) return RuleRow.Unreadable("the data is no country|cities");
        var (code, list) = (PhpText.Lower(country.Trim()), string.Join(',', cities.Split(',').Select(city => PhpText.Lower(city.Trim()))));
        return Of(geo => geo.City.Length > 0 && geo.Country.Length > 0 && (code.Length == 0 || PhpText.Same(PhpText.Lower(geo.Country), code)) && comparison switch
        {
            "==" => PhpText.Lower(geo.City) == list,
            "=~" => TextMatch.IsListed(PhpText.Lower(geo.City), list),
            _ => !TextMatch.IsListed(PhpText.Lower(geo.City), list),
        });
    }

    private static RuleRow Subdivision(string comparison, string data, Func<GeoFacts, string> part)
    {
        if (comparison is not ("=~" or "!~")) return RuleRow.UnknownOperator(comparison, "=~, !~");
        if (data.Split('|') is not [var country, var codes]) return RuleRow.Unreadable("the data is no country|subdivisions");
        var (code, list, wanted) = (PhpText.Lower(country), PhpText.Lower(codes), comparison == "=~");
        return Of(geo => part(geo) is { Length: > 0 } value && geo.Country.Length > 0
            && PhpText.Same(PhpText.Lower(geo.Country), code) && TextMatch.IsListed(PhpText.Lower(value), list) == wanted);
    }

    private static RuleRow Rectangle(string comparison, string data)
    {
        if (comparison is not ("==" or "!=")) return RuleRow.UnknownOperator(comparison, "==, !=");
        var sides = Array.ConvertAll(data.Split(','), side => PhpText.IsNumber(side.Length == 0 ? "0" : side, out var degrees) ? degrees : double.NaN);
        if (sides.Length != 4 || sides.Any(double.IsNaN)) return RuleRow.Unreadable("the data is none of least and most latitude, least and most longitude");
        var wanted = comparison == "==";
        return Of(geo => PhpText.IsNumber(geo.Latitude, out var latitude) && PhpText.IsNumber(geo.Longitude, out var longitude)
            ? (latitude >= sides[0] && latitude <= sides[1] && longitude >= sides[2] && longitude <= sides[3]) == wanted
            : !wanted);
    }

    private static RuleRow Of(Func<GeoFacts, bool> matches) => new(sight => matches(sight.Facts.Geo), PageFactKinds.Geo, null);
}
