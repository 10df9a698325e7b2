using System.Globalization;
using System.Net;

namespace CometAdTag.Service.Push;

/// <summary>What the macros of one push stand for; the service is the address that the page has it at. A name that is neither a macro nor a variable of the page stays as it is written.</summary>
internal readonly record struct MacroValues(
    string Service, string Token, string PageUrl, string Zone, string Creative, string Campaign, int Width, int Height,
    long Timestamp, long Random, IReadOnlyDictionary<string, string> Variables)
{
    public string Of(string macro, string asWritten) => macro switch
    {
        "clickurl" => ClickUrl,
        "clickurl_html" => WebUtility.HtmlEncode(ClickUrl),
        "clickurl_enc" => Uri.EscapeDataString(ClickUrl),
        "timestamp" => Text(Timestamp),
        "random" => Text(Random),
        "pageurl" => Uri.EscapeDataString(PageUrl),
        "zoneid" => Zone,
        "bannerid" => Creative,
        "campaignid" => Campaign,
        "width" => Text(Width),
        "height" => Text(Height),
        // The page's own words: encoded, so that they cannot become markup or script of the creative
        _ => Variables.TryGetValue(macro, out var value) ? Uri.EscapeDataString(value) : asWritten,
    };

    private string ClickUrl => $"{Service}/comet/v1/click/{Token}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
