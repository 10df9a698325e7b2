using System.Text.RegularExpressions;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Doctor;

/// <summary>A publisher's page, as much of it as concerns the tag.</summary>
internal sealed partial record PublisherPage(Uri Url, Answer Answer)
{
    public string Origin { get; } = WebOrigin.Of(Url.ToString())!;

    /// <summary>What it is sent with and what it says of itself: all of them must allow what is asked for.</summary>
    public ContentPolicy[] Policies { get; private init; } = [];

    /// <summary>The elements that load the tag.</summary>
    public TagScript[] Tags { get; private init; } = [];

    /// <summary>The zones of its slots, each once.</summary>
    public string[] Zones { get; private init; } = [];

    /// <summary>Slots that are in the HTML.</summary>
    public int Slots { get; private init; }

    /// <summary>Zones that are no ids: empty or too long.</summary>
    public string[] BadZones { get; private init; } = [];

    /// <summary>Where it loads the script of Revive's own tag from; "" where it does not.</summary>
    public string ReviveScript { get; private init; } = "";

    public static PublisherPage Read(Answer answer)
    {
        HtmlTag[] tags = [.. HtmlTags.In(answer.Text)];
        var start = tags.FirstOrDefault(tag => tag.Name == "base" && tag["href"] is not null) is { } given && Uri.TryCreate(answer.Url, given["href"], out var href) ? href : answer.Url;
        string[] zones = [.. tags.Select(ZoneOf).OfType<string>()];
        var good = zones.Where(IsZone).ToArray();
        return new(answer.Url, answer)
        {
            Policies = [.. answer.Headers["Content-Security-Policy"].Concat(tags.Where(IsPolicy).Select(tag => tag["content"] ?? "")).SelectMany(ContentPolicy.Read)],
            Tags = [.. tags.Where(tag => tag.Name == "script").Select(tag => TagOf(tag, start)).OfType<TagScript>()],
            Slots = zones.Length,
            Zones = [.. good.Distinct().Take(WireLimits.Slots)],
            BadZones = [.. zones.Except(good)],
            ReviveScript = tags.Select(tag => tag.Name == "script" ? tag["src"] ?? "" : "").FirstOrDefault(source => source.Contains("asyncjs.php", StringComparison.Ordinal)) ?? "",
        };
    }

    private static string? ZoneOf(HtmlTag tag) =>
        tag["data-comet-zone"] ?? (tag.Name == "comet-ad" ? tag["zone"] : tag.Name == "ins" ? tag["data-revive-zoneid"] : null);

    private static bool IsZone(string zone) => zone.Length is > 0 and <= WireLimits.SlotName;

    private static bool IsPolicy(HtmlTag tag) => tag.Name == "meta" && tag["http-equiv"]?.Equals("Content-Security-Policy", StringComparison.OrdinalIgnoreCase) == true;

    private static TagScript? TagOf(HtmlTag tag, Uri start) =>
        Uri.TryCreate(start, tag["src"]?.Trim(), out var source) && source.Scheme is "http" or "https" && IsTag().IsMatch(source.AbsolutePath)
            ? new(source)
            {
                Nonce = tag["nonce"] ?? "",
                Integrity = tag["integrity"] ?? "",
                IsCrossOrigin = tag["crossorigin"] is not null,
                IsModule = tag["type"]?.Trim().Equals("module", StringComparison.OrdinalIgnoreCase) == true,
                IsWritten = true,
            }
            : null;

    [GeneratedRegex(@"/comet(\.[0-9a-f]{16})?\.js$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex IsTag();
}
