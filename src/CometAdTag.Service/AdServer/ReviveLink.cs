using System.Globalization;

namespace CometAdTag.Service.AdServer;

/// <summary>One entry of AdServer:ReviveApi:Links: campaign:ID or banner:ID.</summary>
internal readonly record struct ReviveLink(bool IsCampaign, long Id)
{
    private const string Campaign = "campaign:", Banner = "banner:";

    public static bool IsZone(string text) => IsId(text);

    public static long ZoneOf(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    public static bool IsLink(string text) =>
        (text.StartsWith(Campaign, StringComparison.Ordinal) && IsId(text.AsSpan(Campaign.Length)))
        || (text.StartsWith(Banner, StringComparison.Ordinal) && IsId(text.AsSpan(Banner.Length)));

    /// <summary>Reads what <see cref="IsLink"/>.</summary>
    public static ReviveLink Parse(string text) =>
        new(text.StartsWith(Campaign, StringComparison.Ordinal), long.Parse(text.AsSpan(text.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture));

    // As long as every id of Revive can be, and short enough for a number
    private static bool IsId(ReadOnlySpan<char> text) => text.Length is > 0 and <= 18 && !text.ContainsAnyExceptInRange('0', '9');
}
