using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.AdServer;

/// <summary>Section AdServer:Feed.</summary>
internal sealed class FeedOptions : IValidatableObject
{
    /// <summary>A file path, or an http(s) URL.</summary>
    public string Location { get; set; } = "config/demo-feed.json";

    /// <summary>Sent as Authorization: Bearer; empty sends none.</summary>
    public string Key { get; set; } = "";

    /// <summary>Null where the location is a file.</summary>
    public Uri? Url => WebUrl.Of(Location);

    /// <summary>The location as it may be logged: without what a URL can hold of secrets.</summary>
    public string Name => WebUrl.Name(Location);

    private bool IsWeb => Location.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || Location.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var isLocation = IsWeb ? Url is not null : Location.Trim().Length > 0 && !Location.Contains("://", StringComparison.Ordinal);
        if (!isLocation) yield return new("must be a file path or an http(s) URL.", [nameof(Location)]);
        if (!Key.All(c => c is > ' ' and <= '~')) yield return new("must be printable ASCII without spaces.", [nameof(Key)]);
    }
}
