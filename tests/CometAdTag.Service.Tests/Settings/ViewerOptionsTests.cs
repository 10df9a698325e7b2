using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Settings;
using Microsoft.AspNetCore.Http;

namespace CometAdTag.Service.Tests.Settings;

public sealed class ViewerOptionsTests
{
    [Theory]
    [InlineData("Planet", "X-Planet", "Viewers:GeoHeaders:Planet is none of Country, Continent"), InlineData("Country", "X Country", "Viewers:GeoHeaders:Country must be the name of a header")]
    [InlineData("Country", "", "Viewers:GeoHeaders:Country must be the name of a header"), InlineData("country", "X-Country", "Viewers:GeoHeaders:country is none of Country")]
    public void A_header_has_a_name_and_says_something_known(string name, string header, string error)
    {
        var (key, said) = Assert.Single(Annotations.Check(new ViewerOptions { GeoHeaders = { [name] = header } }, "Viewers"));
        Assert.StartsWith(error, $"{key} {said}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_headers_say_is_read_by_name_and_what_is_too_long_counts_for_nothing()
    {
        var options = new ViewerOptions { GeoHeaders = GeoReader.Names.ToDictionary(name => name, name => "X-" + name) };
        Assert.Empty(Annotations.Check(options, "Viewers"));
        var headers = new HeaderDictionary();
        foreach (var name in GeoReader.Names) headers["x-" + name.ToLowerInvariant()] = name == "City" ? new string('y', 129) : name + "!";
        Assert.Equal(GeoReader.Read(name => name == "City" ? "" : name + "!"), options.Geo(headers));
        Assert.Equal(GeoFacts.None, new ViewerOptions().Geo(headers));
    }
}
