using System.ComponentModel.DataAnnotations;
using CometAdTag.Rotation.Delivery.Rules;

namespace CometAdTag.Service.Pages;

/// <summary>Section Viewers: what is taken from requests to know who views a page.</summary>
internal sealed class ViewerOptions : IValidatableObject
{
    private const int MostCharacters = 128;

    /// <summary>By what they say (Country, City and so on), the names of the headers that a trusted edge sets on every request.</summary>
    public Dictionary<string, string> GeoHeaders { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, header) in GeoHeaders)
        {
            if (!GeoReader.Names.Contains(name)) yield return new($"is none of {string.Join(", ", GeoReader.Names)}.", [$"{nameof(GeoHeaders)}:{name}"]);
            else if (!IsHeader(header)) yield return new("must be the name of a header, such as CF-IPCountry.", [$"{nameof(GeoHeaders)}:{name}"]);
        }
    }

    /// <summary>Where the headers say that the viewer is.</summary>
    public GeoFacts Geo(IHeaderDictionary headers) => GeoHeaders.Count == 0 ? GeoFacts.None : GeoReader.Read(name =>
        GeoHeaders.TryGetValue(name, out var header) && headers[header].ToString() is var said && said.Length <= MostCharacters ? said : "");

    private static bool IsHeader(string? header) => header is { Length: > 0 and <= 64 } && header.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}

