using CometAdTag.Rotation.Delivery.Rules;

namespace CometAdTag.Rotation.Tests.Delivery.Rules;

public sealed class GeoRuleTests
{
    private static readonly PageFacts Nowhere = Ruled.Page with { Geo = GeoFacts.None };

    [Theory]
    [InlineData("Geo:Country", "=~", "ca,US", true, false), InlineData("Geo:Country", "!~", "CA,US", false, true), InlineData("Geo:Country", "=~", "CA", false, false)]
    [InlineData("Geo:Country", "=~", "", false, false), InlineData("Geo:Country", "!~", "", true, true), InlineData("Geo:Continent", "=~", "NA", true, false)]
    [InlineData("Geo:UsMetro", "=~", "501,502", true, false), InlineData("Geo:ConnectionType", "!~", "Corporate", true, true)]
    [InlineData("Geo:City", "=~", "US|Boston,New York", true, false), InlineData("Geo:City", "=~", "|new york", true, false), InlineData("Geo:City", "=~", "CA|New York", false, false)]
    [InlineData("Geo:City", "!~", "US|Boston", true, false), InlineData("Geo:City", "==", "US|New York", true, false), InlineData("Geo:City", "!=", "US|New York", false, false)]
    [InlineData("Geo:Subdivision1", "=~", "US|CA,NY", true, false), InlineData("Geo:Subdivision1", "!~", "US|CA", true, false), InlineData("Geo:Subdivision1", "!~", "FR|CA", false, false)]
    [InlineData("Geo:Subdivision2", "=~", "US|061", true, false), InlineData("Geo:Postalcode", "=~", "100", true, false), InlineData("Geo:Postalcode", "!=", "10002", true, true)]
    [InlineData("Geo:Organisation", "=x", "^acme", true, false), InlineData("Geo:Organisation", "==", "acme net", true, false)]
    [InlineData("Geo:Latlong", "==", "40,41,-75,-73", true, false), InlineData("Geo:Latlong", "!=", "40,41,-75,-73", false, true), InlineData("Geo:Latlong", "==", ",41,-75,", true, false)]
    public void Where_a_viewer_is_is_what_the_edge_says_and_saying_nothing_is_no_yes(string type, string comparison, string data, bool passes, bool passesNowhere)
    {
        Assert.Equal(passes, Ruled.Passes(type, comparison, data));
        Assert.Equal(passesNowhere, Ruled.Passes(type, comparison, data, Nowhere));
    }
}
