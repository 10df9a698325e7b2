using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Doctor;

/// <summary>What is in the page itself: that it can be read, the script that loads the tag, and its slots.</summary>
internal static class PageChecks
{
    private const int Longest = 4 << 20, MostRedirects = 5;

    /// <summary>Gets the page, following it on its own host only.</summary>
    public static async Task<(PublisherPage? Page, Finding Finding)> Get(Visitor visitor, Uri url, CancellationToken cancel)
    {
        for (var redirects = 0; ; redirects++)
        {
            var answer = await visitor.Get(url, Longest, cancel);
            if (answer.LeadsTo is { } to)
            {
                if (redirects == MostRedirects) return (null, Finding.Wrong("page", $"it redirects more than {MostRedirects} times", "give the address where it ends"));
                if (to.Host != url.Host || to.Scheme is not ("http" or "https")) return (null, Finding.Wrong("page", $"{answer.StatusText}, to {to}", $"if that is the page: doctor {to}"));
                url = to;
                continue;
            }
            if (!answer.IsGood) return (null, Finding.Wrong("page", $"{answer.StatusText}", "give the address of a page that shows ads to everybody"));
            if (answer.MediaType is not ("text/html" or "application/xhtml+xml")) return (null, Finding.Wrong("page", $"it is no HTML but {answer.MediaType}", "give the address of a page that shows ads"));
            var page = PublisherPage.Read(answer);
            return (page, Finding.Ok("page", $"{answer.Status}, {answer.Body.Length / 1024} KiB in {answer.Took.TotalMilliseconds:0} ms; its origin is {page.Origin}"));
        }
    }

    /// <summary>The script that loads the tag; service is what was named on the command line, for pages that load it by their own code.</summary>
    public static (TagScript? Tag, Finding[] Findings) Tag(PublisherPage page, Uri? service)
    {
        if (service is not null) return (new(new Uri(service, "/comet.js")), [Finding.Ok("tag", $"the service is {service}, as you say")]);
        if (page.Tags.Length == 0) return (null, [Missing(page)]);
        var tag = page.Tags[0];
        return (tag, [.. Of(page, tag)]);
    }

    public static IEnumerable<Finding> Slots(PublisherPage page)
    {
        if (page.BadZones.Length > 0) yield return Finding.Wrong("slots", $"no zone id: {string.Join(", ", page.BadZones.Take(5).Select(zone => $"\"{zone}\""))}", "data-comet-zone has the id of a zone in the ad server, 1 to 64 characters");
        if (page.Slots > WireLimits.Slots) yield return Finding.Wrong("slots", $"{page.Slots} slots are in the page's HTML; only {WireLimits.Slots} at a time are filled", "have fewer slots, or add them as the viewer comes near");
        if (page.Slots == 0) yield return Finding.Note("slots", "none is in the page's HTML; that is fine if your code adds them");
        else if (page.Zones.Length > 0) yield return Finding.Ok("slots", $"{page.Slots} in the page's HTML, of zone {string.Join(", ", page.Zones.Take(20))}");
    }

    private static Finding Missing(PublisherPage page) => page.ReviveScript.Length > 0
        ? Finding.Wrong("tag", $"the page loads Revive's own script, {page.ReviveScript}", "put the service's script in its place: <script async src=\"https://YOUR-SERVICE/comet.js\"></script>")
        : Finding.Wrong("tag", "the page's HTML has no script .../comet.js", "paste into the <head>: <script async src=\"https://YOUR-SERVICE/comet.js\"></script>", "if the page's own code loads it, name the service: --service=https://YOUR-SERVICE");

    private static IEnumerable<Finding> Of(PublisherPage page, TagScript tag)
    {
        yield return Finding.Ok("tag", $"{tag.Source}");
        if (page.Tags.Any(other => other.Service != tag.Service)) yield return Finding.Wrong("tag", $"the page loads the tag of two services, {string.Join(" and ", page.Tags.Select(each => each.Service.ToString()).Distinct())}; only the first is used", "leave one of them out");
        if (tag.IsModule) yield return Finding.Wrong("tag", "type=\"module\" keeps the tag from knowing its service", $"<script async src=\"{tag.Source}\"></script>");
        if (page.Url.Scheme == "https" && tag.Source.Scheme == "http") yield return Finding.Wrong("tag", "browsers block an http script on an https page", $"load it by https: {new UriBuilder(tag.Source) { Scheme = "https", Port = tag.Source.IsDefaultPort ? -1 : tag.Source.Port }.Uri}");
        if (tag.Integrity.Length > 0 && !tag.IsCrossOrigin && tag.Service != new Uri(page.Origin)) yield return Finding.Wrong("tag", "integrity without crossorigin: browsers block the script", "add crossorigin=\"anonymous\" to the script");
        if (tag.Integrity.Length > 0 && tag.Source.AbsolutePath.EndsWith("/comet.js", StringComparison.Ordinal)) yield return Finding.Wrong("tag", "integrity of /comet.js, which changes with the service's next version, blocks the tag then", "load the file with its hash in the name, or leave integrity out");
        if (page.ReviveScript.Length > 0) yield return Finding.Note("tag", $"the page loads Revive's own script too, {page.ReviveScript}: where it comes first, it keeps the slots", "leave that script out");
    }
}
