namespace CometAdTag.Rotation.Wire;

/// <summary>The origin of a URL as browsers write it: scheme://host[:port], lower case, without the default port.</summary>
public static class WebOrigin
{
    public static string? Of(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.Host.Length > 0
            ? uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped).ToLowerInvariant()
            : null;
}
