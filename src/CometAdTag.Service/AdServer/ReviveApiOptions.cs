using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.AdServer;

/// <summary>Section AdServer:ReviveApi: campaigns by the XML-RPC API v2.</summary>
internal sealed class ReviveApiOptions : IValidatableObject
{
    /// <summary>The endpoint, such as http://ads.example/www/api/v2/xmlrpc/.</summary>
    public string Url { get; set; } = "";

    /// <summary>A user linked to the administrator account.</summary>
    [StringLength(64)]
    public string User { get; set; } = "";

    [StringLength(64)]
    public string Password { get; set; } = "";

    /// <summary>By zone id what is linked to it: campaign:ID or banner:ID. Not needed where the plugin tells.</summary>
    public Dictionary<string, string[]> Links { get; set; } = [];

    /// <summary>The folder of uploaded images, such as http://ads.example/www/images; the API does not tell it.</summary>
    public string ImageBase { get; set; } = "";

    /// <summary>The time zone (IANA) of the account's dates; the API does not tell it.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Calls at once.</summary>
    [Range(1, 64)]
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>What a pull cannot do without.</summary>
    public IEnumerable<string> Missing()
    {
        if (Url.Length == 0) yield return nameof(Url);
        if (User.Length == 0) yield return nameof(User);
        if (Password.Length == 0) yield return nameof(Password);
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url.Length > 0 && WebUrl.Of(Url) is null) yield return new("must be an http(s) URL.", [nameof(Url)]);
        if (ImageBase.Length > 0 && WebUrl.Of(ImageBase) is null) yield return new("must be an http(s) URL.", [nameof(ImageBase)]);
        if (User.Any(char.IsControl)) yield return new("must be without control characters.", [nameof(User)]);
        if (Password.Any(char.IsControl)) yield return new("must be without control characters.", [nameof(Password)]);
        if (!IsTimeZone(TimeZone)) yield return new("must be an IANA time zone that is known here, such as Europe/Paris.", [nameof(TimeZone)]);
        foreach (var (zone, links) in Links)
        {
            if (!ReviveLink.IsZone(zone)) yield return new("must be a zone id, which is a number.", [$"{nameof(Links)}:{zone}"]);
            for (var i = 0; i < links.Length; i++)
                if (!ReviveLink.IsLink(links[i])) yield return new("must be campaign:ID or banner:ID with a number.", [$"{nameof(Links)}:{zone}:{i}"]);
        }
    }

    // What is written into the feed must be what the feed's reader takes
    private static bool IsTimeZone(string id) => id.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+') && new FeedDraft(id).Wrong() is null;
}
