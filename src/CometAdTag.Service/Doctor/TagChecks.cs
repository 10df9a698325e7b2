using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CometAdTag.Service.Push;

namespace CometAdTag.Service.Doctor;

/// <summary>What the service sends as files: the tag, the parts that it loads later, and the shell of creatives' frames.</summary>
internal static partial class TagChecks
{
    private const int Longest = 256 * 1024, MostParts = 8;

    public static async Task<Finding[]> Script(Visitor visitor, PublisherPage page, TagScript tag, CancellationToken cancel)
    {
        var answer = await visitor.Get(tag.Source, Longest, cancel);
        if (Wrong(answer, page) is { } wrong) return [wrong];
        if (Altered(tag, answer) is { } altered) return [altered];
        var paths = Part().Matches(answer.Text).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var findings = new List<Finding> { Finding.Ok("script", $"{answer.Body.Length:N0} bytes in {answer.Took.TotalMilliseconds:0} ms") };
        var asked = new HashSet<string>(StringComparer.Ordinal);
        while (paths.Except(asked).FirstOrDefault() is { } path && asked.Count < MostParts)
        {
            asked.Add(path);
            var part = await visitor.Get(new(tag.Service, path), Longest, cancel);
            if (Wrong(part, page) is { } missing) findings.Add(missing);
            else paths.UnionWith(Part().Matches(part.Text).Select(match => match.Value));
        }
        return [.. findings];
    }

    /// <summary>The shell as the service sends it, or the host that is for creatives.</summary>
    public static async Task<Finding> Frame(Visitor visitor, Uri host, string policy, CancellationToken cancel)
    {
        var answer = await visitor.Get(new(host, "/comet/v1/frame"), Longest, cancel);
        if (!answer.IsGood || answer.MediaType != "text/html") return Refused("frame", answer, "");
        var policies = answer.Headers["Content-Security-Policy"].ToArray();
        if (answer.Header("X-Frame-Options") is { Length: > 0 } frames)
            return Finding.Wrong("frame", $"X-Frame-Options: {frames} was added to it, so browsers show no creative", "add it to your own pages only; nginx: in the location that passes /comet/ on: proxy_hide_header X-Frame-Options; and no add_header of it");
        if (!policies.SequenceEqual([policy]))
            return Finding.Wrong("frame", $"its Content-Security-Policy is not the service's, so creatives may not run, or not be kept apart: {string.Join(" | ", policies)}",
                "set that header for your own pages only, and leave what is below /comet/ as the service sends it",
                "a host for creatives is named in the service's setting Creatives:Origin, and its proxy passes the header Host on");
        if (answer.Header("Cross-Origin-Resource-Policy") is "same-origin" or "same-site" || answer.Header("Cross-Origin-Opener-Policy").Length > 0)
            return Finding.Note("frame", "it was given Cross-Origin headers by something in front of the service", "leave what is below /comet/ as the service sends it");
        return Finding.Ok("frame", policy == FrameEndpoint.Sandbox ? "creatives are framed and kept apart" : $"creatives are framed, with the origin {host}");
    }

    private static Finding? Wrong(Answer answer, PublisherPage page)
    {
        var name = answer.Url.AbsolutePath;
        if (!answer.IsGood) return Refused("script", answer, name + ": ");
        if (answer.MediaType is not ("text/javascript" or "application/javascript")) return Finding.Wrong("script", $"{name} is {answer.MediaType}, no script", Remedies.Pass);
        if (CrossOrigin.Problem(answer, "*") is { } problem && answer.Url.GetLeftPart(UriPartial.Authority) != page.Origin)
            return Finding.Wrong("script", $"{name}: {problem}, so pages may not load the tag's parts", "pass the service's own header Access-Control-Allow-Origin on, and add none; nginx: no add_header Access-Control-Allow-Origin");
        if (answer.Header("Cross-Origin-Resource-Policy") is "same-origin" or "same-site" && answer.Url.GetLeftPart(UriPartial.Authority) != page.Origin)
            return Finding.Wrong("script", $"{name}: Cross-Origin-Resource-Policy: {answer.Header("Cross-Origin-Resource-Policy")} blocks it on other sites", "take that header from what the service sends");
        return null;
    }

    private static Finding Refused(string subject, Answer answer, string name)
    {
        var (text, fix) = Remedies.Of(answer, "");
        return Finding.Wrong(subject, name + text, fix);
    }

    private static Finding? Altered(TagScript tag, Answer answer)
    {
        if (!answer.Text.Contains("/comet/v1/", StringComparison.Ordinal)) return Finding.Wrong("script", $"{answer.Url.AbsolutePath} is not the comet tag", Remedies.Pass);
        var hashes = tag.Integrity.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (hashes.Length == 0 || Array.Exists(hashes, hash => IsOf(hash, answer.Body))) return null;
        return Finding.Wrong("script", "it is not what integrity says, so browsers block it", $"integrity=\"sha384-{Convert.ToBase64String(SHA384.HashData(answer.Body))}\"");
    }

    private static bool IsOf(string hash, byte[] body) => hash.Split('?')[0] is var given &&
        given == $"sha256-{Convert.ToBase64String(SHA256.HashData(body))}" ||
        given == $"sha384-{Convert.ToBase64String(SHA384.HashData(body))}" ||
        given == $"sha512-{Convert.ToBase64String(SHA512.HashData(body))}";

    [GeneratedRegex(@"/comet\.[0-9a-f]{16}\.[a-z]+\.js", RegexOptions.NonBacktracking)]
    private static partial Regex Part();
}
