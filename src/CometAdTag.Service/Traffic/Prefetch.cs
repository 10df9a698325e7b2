namespace CometAdTag.Service.Traffic;

/// <summary>Whether a browser asks for something before anybody wants to see it: to fetch it ahead, or to render a page ahead.</summary>
internal static class Prefetch
{
    /// <summary>As today's browsers say it, and as earlier ones did.</summary>
    private static readonly string[] Headers = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    public static bool Is(HttpRequest request)
    {
        foreach (var header in Headers)
            if (request.Headers.TryGetValue(header, out var said) && IsAhead(said.ToString())) return true;
        return false;
    }

    private static bool IsAhead(string said) =>
        said.Contains("prefetch", StringComparison.OrdinalIgnoreCase)
        || said.Contains("prerender", StringComparison.OrdinalIgnoreCase)
        || said.Equals("preview", StringComparison.OrdinalIgnoreCase);
}
