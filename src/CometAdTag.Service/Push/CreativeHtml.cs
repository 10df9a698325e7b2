using System.Collections.Immutable;
using System.Net;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Push;

/// <summary>
/// The HTML of a creative, prepared once a snapshot: its links lead over the click endpoint and are signed, and what differs
/// from push to push is cut out, to be filled in by <see cref="For"/>.
/// </summary>
internal sealed class CreativeHtml
{
    private readonly ImmutableArray<HtmlPart> parts;

    private CreativeHtml(ImmutableArray<HtmlPart> parts) => this.parts = parts;

    public static CreativeHtml Of(Creative creative, LinkSigner links) =>
        new(HtmlMacros.Split(creative.Html is { } html ? CreativeLinks.OverClick(html, creative, links) : Image(creative)));

    public string For(in MacroValues values)
    {
        if (parts is [{ Macro: null } whole]) return whole.Text;
        var texts = new string[parts.Length];
        for (var at = 0; at < texts.Length; at++) texts[at] = parts[at].Macro is { } macro ? values.Of(macro, parts[at].Text) : parts[at].Text;
        return string.Concat(texts);
    }

    private static string Image(Creative creative) =>
        $$"""
        <a href="{clickurl_html}" target="_blank" rel="noopener nofollow"><img src="{{WebUtility.HtmlEncode(creative.Image)}}" width="{{creative.Width}}" height="{{creative.Height}}" alt="{{WebUtility.HtmlEncode(creative.Alt)}}" style="display:block;border:0"></a>
        """;
}

/// <summary>A piece of prepared HTML: text as it is, or a macro with its text as fallback.</summary>
internal readonly record struct HtmlPart(string Text, string? Macro);
