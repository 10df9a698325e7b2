using System.Net;
using CometAdTag.Rotation.Delivery.Rules;

namespace CometAdTag.Service.Pages;

/// <summary>
/// What a request says of whoever views the page, as far as somebody decides by it; the rest is "". Never logged, and gone with the page.
/// </summary>
internal sealed class PageViewer
{
    /// <summary>All that is ever asked for.</summary>
    public const PageFactKinds Kinds = PageFactKinds.Address | PageFactKinds.UserAgent | PageFactKinds.Languages | PageFactKinds.Geo;

    private const int MostCharacters = 512;

    private PageViewer(HttpContext context, PageFactKinds asked, ViewerOptions options)
    {
        Known = asked;
        var headers = context.Request.Headers;
        if (asked.HasFlag(PageFactKinds.Address)) Address = Text(context.Connection.RemoteIpAddress);
        if (asked.HasFlag(PageFactKinds.UserAgent)) UserAgent = Cut(headers.UserAgent.ToString());
        if (asked.HasFlag(PageFactKinds.Languages)) Languages = Cut(headers.AcceptLanguage.ToString());
        if (asked.HasFlag(PageFactKinds.Geo)) Geo = options.Geo(headers);
    }

    /// <summary>What was asked for when the page came.</summary>
    public PageFactKinds Known { get; }

    /// <summary>The whole address, after trusted proxies.</summary>
    public string Address { get; } = "";

    public string UserAgent { get; } = "";

    /// <summary>As in Accept-Language.</summary>
    public string Languages { get; } = "";

    public GeoFacts Geo { get; } = GeoFacts.None;

    /// <summary>Null where nothing is asked for.</summary>
    public static PageViewer? Of(HttpContext context, PageFactKinds asked, ViewerOptions options) =>
        (asked & Kinds) == PageFactKinds.None ? null : new(context, asked & Kinds, options);

    private static string Text(IPAddress? address) => (address?.IsIPv4MappedToIPv6 == true ? address.MapToIPv4() : address)?.ToString() ?? "";

    private static string Cut(string header) => header.Length > MostCharacters ? header[..MostCharacters] : header;
}
