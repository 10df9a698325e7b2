using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Access;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Push;

/// <summary>Reads for which page and viewer the verdicts are asked, and names everything that is wrong with that.</summary>
internal sealed class ExplainParameters(IQueryCollection query)
{
    private const string Variable = "variable.", Geo = "geo.";

    private static readonly string[] Names = ["url", "referrer", "source", "address", "userAgent", "languages", "viewer", "onPage"];

    /// <summary>For the API's description.</summary>
    public static ApiParameter[] Described { get; } =
    [
        new("url", "The page's URL. What is left out, and its rules ask for, is not known: then they let nothing pass. Referrer, source and variables are empty instead."),
        new("referrer", "The page's referrer."),
        new("source", "The page's source."),
        new("address", "The viewer's IP address."),
        new("userAgent", "The viewer's User-Agent."),
        new("languages", "The viewer's Accept-Language."),
        new("viewer", "What the page keeps of frequency caps, as the service signed it; without it, or with what was not signed here, the viewer has seen nothing yet."),
        new("onPage", "Ids of the creatives in the page's other slots, with commas between; without it the page shows nothing else."),
        new("variable.NAME", "A variable of the page, as often as needed."),
        new("geo.Country", "Where the viewer is: geo.Country, geo.City and so on, by the names in Viewers:GeoHeaders."),
    ];

    /// <summary>What is wrong, by parameter.</summary>
    public Dictionary<string, string[]> Errors { get; } = [];

    /// <summary>What the page keeps of frequency caps, as it was signed; null where that is not said.</summary>
    public string? Viewer => query.ContainsKey("viewer") ? Text("viewer") : null;

    /// <summary>Ids of the creatives in the page's other slots.</summary>
    public string[] OnPage => Text("onPage").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Only what it says without errors may be used.</summary>
    public PageFacts Read(Lineup lineup)
    {
        foreach (var name in query.Keys.Where(name => !IsKnown(name)))
            Errors[name] = [$"There is no parameter '{name}'; allowed are {string.Join(", ", Names)}, variable.NAME and geo. with one of {string.Join(", ", GeoReader.Names)}."];
        if (query.ContainsKey("url") && WebOrigin.Of(Text("url")) is null) Errors["url"] = ["not an absolute http or https URL"];
        if (Array.FindAll(OnPage, each => !lineup.HasCreative(each)) is { Length: > 0 } unknown)
            Errors["onPage"] = [.. unknown.Distinct().Select(each => $"no creative has the id \"{each}\"")];
        return Facts();
    }

    private static bool IsKnown(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.StartsWith(Variable, StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith(Geo, StringComparison.OrdinalIgnoreCase) && GeoReader.Names.Contains(name[Geo.Length..], StringComparer.OrdinalIgnoreCase));

    private PageFacts Facts() => new()
    {
        Known = PageFactKinds.All & ~(Missing("url", PageFactKinds.Url) | Missing("address", PageFactKinds.Address)
            | Missing("userAgent", PageFactKinds.UserAgent) | Missing("languages", PageFactKinds.Languages)),
        Url = Text("url"),
        Referrer = Text("referrer"),
        Source = Text("source"),
        Address = Text("address"),
        UserAgent = Text("userAgent"),
        Languages = Text("languages"),
        Variables = query.Where(each => each.Key.StartsWith(Variable, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(each => each.Key[Variable.Length..], each => each.Value.ToString()),
        Geo = GeoReader.Read(name => Text(Geo + name)),
    };

    private PageFactKinds Missing(string name, PageFactKinds kind) => query.ContainsKey(name) ? PageFactKinds.None : kind;

    private string Text(string name) => query[name].ToString();
}
