namespace CometAdTag.Rotation.Campaigns;

/// <summary>The addresses of a feed: absolute http(s) URLs, or paths of the service.</summary>
internal sealed class FeedUrls(string? imageBase)
{
    private const string Either = "neither an http(s) URL nor a path that starts with one \"/\"";

    public static FeedUrls Of(FeedObject? adServer)
    {
        const string member = "imageBase";
        if (adServer?.Text(member) is not { } text) return new(null);
        if (!IsUrlOrPath(text)) adServer.Wrong(member, $"{FeedErrors.Quote(text)} is {Either}");
        return new(text.EndsWith('/') ? text : text + "/");
    }

    public static string Destination(FeedObject creative, bool required)
    {
        const string member = "destination";
        if ((required ? creative.RequiredText(member) : creative.Text(member)) is not { } text) return "";
        var isNone = text.Length == 0 && !required;
        if (!isNone && !IsUrlOrPath(text)) creative.Wrong(member, $"{FeedErrors.Quote(text)} is {Either}");
        return AsciiUrl.Of(text);
    }

    /// <summary>The image's URL or path; a mere file name is below adServer.imageBase.</summary>
    public string Image(FeedObject creative)
    {
        const string member = "image";
        if (creative.RequiredText(member) is not { } text) return "";
        if (IsUrlOrPath(text)) return AsciiUrl.Of(text);
        if (!IsFileName(text)) creative.Wrong(member, $"{FeedErrors.Quote(text)} is {Either}, and no file name");
        else if (imageBase is null) creative.Wrong(member, $"{FeedErrors.Quote(text)} is a file name, and adServer.imageBase is missing");
        return AsciiUrl.Of(imageBase + text);
    }

    /// <summary>scheme://host[:port] as browsers write it: lower case, without the scheme's own port; null where it is none.</summary>
    public static string? Origin(string text)
    {
        if (!IsWeb(text) || !Uri.TryCreate(text, UriKind.Absolute, out var uri)) return null;
        var hasMore = text.AsSpan(text.IndexOf("//", StringComparison.Ordinal) + 2).ContainsAny("/?#@\\");
        if (hasMore || uri.Port == 0 || !IsClean(text) || HostName.Of(uri) is not { } host) return null;
        return uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : $"{uri.Scheme}://{host}:{uri.Port}";
    }

    private static bool IsUrlOrPath(string text) => IsClean(text) && (IsPath(text) || (IsWeb(text) && Uri.TryCreate(text, UriKind.Absolute, out var url) && HostName.Of(url) is not null));

    // Browsers take "/\" for "//", which leads to another host.
    private static bool IsPath(string text) => text.StartsWith('/') && !(text.Length > 1 && text[1] is '/' or '\\');

    private static bool IsWeb(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static bool IsFileName(string text) => text.Length > 0 && IsClean(text) && text[0] is not ('/' or '\\') && !text.Contains(':');

    private static bool IsClean(string text) => !text.Any(char.IsControl) && text.AsSpan().Trim().Length == text.Length;
}
