using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.Traffic;

/// <summary>Section InvalidTraffic: what is not counted beside the crawlers that everybody knows, and what is although it looks like one.</summary>
internal sealed class InvalidTrafficOptions : IValidatableObject
{
    private const int LeastCharacters = 4, MostAgents = 100;

    private RangesFile file = RangesFile.None;

    /// <summary>A file with the networks of data centres, one a line; "" is none.</summary>
    public string Ranges { get; set; } = "";

    /// <summary>Parts of user agents that count whatever the list of crawlers says: one's own tests, or a mistake of the list.</summary>
    public string[] AllowedAgents { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AllowedAgents.Length > MostAgents) yield return new($"has at most {MostAgents}.", [nameof(AllowedAgents)]);
        foreach (var (place, agent) in AllowedAgents.Index().Where(each => each.Item is not { Length: >= LeastCharacters }))
            yield return new($"must have at least {LeastCharacters} characters, since it allows every agent that contains it.", [$"{nameof(AllowedAgents)}:{place}"]);
        file = RangesFile.Read(Ranges);
        foreach (var mistake in file.Mistakes) yield return new($"names {Ranges}: {mistake}.", [nameof(Ranges)]);
    }

    /// <summary>The file of networks as it was when the settings were checked.</summary>
    public RangesFile Checked() => file;
}
