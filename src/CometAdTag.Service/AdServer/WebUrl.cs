namespace CometAdTag.Service.AdServer;

/// <summary>Addresses that people set.</summary>
internal static class WebUrl
{
    /// <summary>Null where the text is no http(s) URL.</summary>
    public static Uri? Of(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) ? url : null;

    /// <summary>The URL as it may be logged: without what it can hold of secrets.</summary>
    public static string Name(string text) => Of(text) is { } url ? Name(url) : text;

    public static string Name(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
