namespace CometAdTag.Rotation.Wire;

/// <summary>The origin of a URL as browsers write it: scheme://host[:port], lower case, punycode, without the default port.</summary>
public static class WebOrigin
{
    public static string? Of(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && HostName.Of(uri) is { Length: > 0 } host
            ? (uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : $"{uri.Scheme}://{host}:{uri.Port}").ToLowerInvariant()
            : null;
}
