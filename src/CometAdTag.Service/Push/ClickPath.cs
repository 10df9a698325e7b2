namespace CometAdTag.Service.Push;

/// <summary>
/// What follows /click/ in a click's address: a token, and maybe the address that another ad server put behind it, as it does with a
/// click macro that it was given (ct0, clickTag). Such an address was not signed, so nobody is ever sent there.
/// </summary>
internal static class ClickPath
{
    private static readonly string[] Schemes = ["https", "http"];

    public static (string Token, bool IsChained) Read(string path)
    {
        // Neither is in a token; the percent sign is that of an address escaped twice
        var end = path.AsSpan().IndexOfAny(':', '%');
        if (end < 0) return (path, false);
        foreach (var scheme in Schemes)
            if (path.AsSpan(0, end).EndsWith(scheme, StringComparison.OrdinalIgnoreCase)) return (path[..(end - scheme.Length)], true);
        return (path, false);
    }
}
