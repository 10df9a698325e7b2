using System.Net;

namespace CometAdTag.Service.Pages;

/// <summary>What a request says of whoever views the page, for an ad server that decides by it. Never logged, and gone with the page.</summary>
internal sealed class PageViewer(string address, string userAgent, string languages)
{
    private const int MostCharacters = 512;

    /// <summary>The whole address, after trusted proxies.</summary>
    public string Address => address;

    public string UserAgent => userAgent;

    /// <summary>As in Accept-Language.</summary>
    public string Languages => languages;

    public static PageViewer Of(HttpContext context) => new(
        Text(context.Connection.RemoteIpAddress), Cut(context.Request.Headers.UserAgent.ToString()), Cut(context.Request.Headers.AcceptLanguage.ToString()));

    private static string Text(IPAddress? address) => (address?.IsIPv4MappedToIPv6 == true ? address.MapToIPv4() : address)?.ToString() ?? "";

    private static string Cut(string header) => header.Length > MostCharacters ? header[..MostCharacters] : header;
}
