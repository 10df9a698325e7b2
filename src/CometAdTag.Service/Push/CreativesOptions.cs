using System.ComponentModel.DataAnnotations;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Push;

/// <summary>Section Creatives: what origin they have on pages, and what becomes of those that fail there.</summary>
internal sealed class CreativesOptions : IValidatableObject
{
    private const string NoOrigin = "must be an origin such as https://creatives.example, without a path, or empty.";

    /// <summary>The origin of creatives that need cookies or storage, which leads to the service too and is nothing else; empty: each frame has one that nothing has.</summary>
    public string Origin { get; set; } = "";

    /// <summary>By zone id; what a zone leaves out is inherited.</summary>
    public Dictionary<string, CreativesSetting> Zones { get; set; } = [];

    /// <summary>A creative that failed for so many viewers (by address) is withdrawn; 0 is never.</summary>
    [Range(0, 1_000)]
    public int WithdrawAfter { get; set; } = 20;

    /// <summary>The time within which they are counted.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan FailureWindow { get; set; } = TimeSpan.FromMinutes(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOrigin(Origin)) yield return new(NoOrigin, [nameof(Origin)]);
        foreach (var (zone, setting) in Zones.Where(each => !IsOrigin(each.Value.Origin ?? "")))
            yield return new(NoOrigin, [$"{nameof(Zones)}:{zone}:{nameof(Origin)}"]);
    }

    private static bool IsOrigin(string text) => text.Length == 0 || WebOrigin.Of(text) == text;
}

/// <summary>What differs for the creatives of one zone.</summary>
internal sealed class CreativesSetting
{
    public string? Origin { get; set; }
}
