using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.AdServer;

/// <summary>Section AdServer:ReviveApi: campaigns by the XML-RPC API v2.</summary>
internal sealed class ReviveApiOptions
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
}
