using System.Globalization;
using System.Text;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Service.AdServer;

/// <summary>A viewer's history as the cookies that Revive's own beacons would have left in the browser, packed as Revive packs them.</summary>
internal static class ReviveCookies
{
    private const string Viewer = "OAID";

    /// <summary>The Cookie header; empty where the history is.</summary>
    public static string Of(ViewerHistory history, DateTimeOffset now)
    {
        var cookies = new StringBuilder();
        if (history.ViewerId is { } viewer && IsViewerId(viewer)) cookies.Append(Viewer).Append('=').Append(viewer);
        var current = history.At(now);
        foreach (var (level, letter) in Levels)
        {
            Add(cookies, current, level, $"OA{letter}CAP", count => count.Total.Count);
            Add(cookies, current, level, $"OAS{letter}CAP", count => count.Session.Count);
            Add(cookies, current, level, $"OA{letter}BLOCK", count => count.LastAt);
        }
        return cookies.ToString();
    }

    /// <summary>The viewer id that an answer sets.</summary>
    public static string? ViewerId(IReadOnlyList<string> setCookies)
    {
        foreach (var cookie in setCookies)
        {
            if (!cookie.StartsWith(Viewer + "=", StringComparison.Ordinal)) continue;
            var value = cookie[(Viewer.Length + 1)..].Split(';', 2)[0].Trim();
            if (IsViewerId(value)) return value;
        }
        return null;
    }

    private static readonly (CapLevel Level, string Letter)[] Levels = [(CapLevel.Creative, ""), (CapLevel.Campaign, "C"), (CapLevel.Zone, "Z")];

    private static void Add(StringBuilder cookies, ViewerHistory history, CapLevel level, string name, Func<CapCount, long> value)
    {
        var separator = $"{(cookies.Length > 0 ? "; " : "")}{name}=";
        foreach (var count in history.Counts)
        {
            if (count.Level != level || value(count) <= 0 || !ReviveId.Is(count.Id)) continue;
            cookies.Append(CultureInfo.InvariantCulture, $"{separator}{count.Id}.{value(count)}");
            separator = "_";
        }
    }

    private static bool IsViewerId(string text) =>
        text.Length is > 0 and <= ViewerHistory.MaxViewerId && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}
