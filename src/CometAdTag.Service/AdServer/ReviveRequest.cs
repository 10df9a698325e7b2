using System.Net;

namespace CometAdTag.Service.AdServer;

/// <summary>One call of asyncspc.php, as the viewer's own browser would have made it.</summary>
internal static class ReviveRequest
{
    private const int MaxHeader = 512;

    public static HttpRequestMessage Of(Uri url, FillRequest fill, DateTimeOffset now)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        Add(request, "User-Agent", Printable(fill.Viewer.UserAgent));
        Add(request, "Accept-Language", Printable(fill.Viewer.Languages));
        Add(request, "X-Forwarded-For", Address(fill.Viewer.Address));
        // So that beacons and links in the HTML are https on an https page
        if (fill.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) Add(request, "X-Forwarded-Proto", "https");
        Add(request, "Cookie", ReviveCookies.Of(fill.History, now));
        return request;
    }

    private static void Add(HttpRequestMessage request, string name, string value)
    {
        if (value.Length > 0) request.Headers.TryAddWithoutValidation(name, value);
    }

    // What a browser may send and a client may not would fail the request.
    private static string Printable(string header) => string.Concat(header.Where(letter => letter is >= ' ' and <= '~').Take(MaxHeader)).Trim();

    private static string Address(string text) =>
        !IPAddress.TryParse(text, out var address) ? "" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
