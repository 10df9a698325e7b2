using System.Text;
using System.Text.Encodings.Web;

namespace CometAdTag.Service.Demo;

/// <summary>Where clicks of the demo end: says whose ad it was. What the address says is shown as text, never as HTML.</summary>
internal sealed class LandingPage(DemoAsset template)
{
    private const int LongestShown = 80;
    private readonly string html = Encoding.UTF8.GetString(template.Bytes);

    public string Render(string? advertiser, string? creative) => html
        .Replace("{{creative}}", Shown(creative, "unknown"), StringComparison.Ordinal)
        .Replace("{{advertiser}}", Shown(advertiser, "an unknown advertiser"), StringComparison.Ordinal);

    private static string Shown(string? text, string otherwise) => HtmlEncoder.Default.Encode(
        string.IsNullOrWhiteSpace(text) ? otherwise : text.Length <= LongestShown ? text : $"{text[..LongestShown]}…");
}
