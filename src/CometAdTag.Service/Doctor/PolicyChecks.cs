namespace CometAdTag.Service.Doctor;

/// <summary>Whether the page's own policies let the tag in: its script and the parts that it loads, its connection, and the frames of creatives.</summary>
internal static class PolicyChecks
{
    private const string Subject = "policy";

    public static IEnumerable<Finding> Of(PublisherPage page, TagScript tag)
    {
        Finding[] wrong = [.. page.Policies.SelectMany(policy => Of(policy, page, tag)), .. Of(page)];
        return wrong.Length > 0 ? wrong : [Finding.Ok(Subject, page.Policies.Length == 0 ? "the page has no Content Security Policy" : "the page's Content Security Policy allows all that the tag needs")];
    }

    private static IEnumerable<Finding> Of(ContentPolicy policy, PublisherPage page, TagScript tag)
    {
        if (Script(policy, page, tag) is { } script) yield return script;
        foreach (var lacking in Connection(policy, page, tag)) yield return lacking;
        Uri[] hosts = tag.Creatives is { } own ? [tag.Service, own] : [tag.Service];
        if (policy.Sources("frame-src", "child-src", "default-src") is { } frames && !Array.TrueForAll(hosts, host => frames.Allows(host, page.Url)))
            yield return Lacks(frames, "frame-src", "the frames of creatives, so slots stay empty", [.. hosts.Select(Named)]);
        if (policy.Sources("sandbox") is { } sandbox && !sandbox.HasKeyword("allow-same-origin"))
            yield return Finding.Wrong(Subject, "sandbox without allow-same-origin takes the page's origin away, and the service refuses pages without one", "Content-Security-Policy: sandbox allow-same-origin allow-scripts ...");
    }

    private static IEnumerable<Finding> Of(PublisherPage page)
    {
        if (page.Answer.Header("Cross-Origin-Embedder-Policy").Split(';')[0].Trim() is "require-corp" or "credentialless")
            yield return Finding.Wrong(Subject, "Cross-Origin-Embedder-Policy keeps the frames of creatives out, so slots stay empty", "send pages with ads without Cross-Origin-Embedder-Policy");
    }

    private static Finding? Script(ContentPolicy policy, PublisherPage page, TagScript tag)
    {
        if (policy.Sources("script-src-elem", "script-src", "default-src") is not { } scripts) return null;
        var name = scripts.Directive == "default-src" ? "script-src" : scripts.Directive;
        if (tag.IsWritten && scripts.HasNonce(tag.Nonce)) return null;
        if (scripts.HasKeyword("'strict-dynamic'"))
        {
            if (!tag.IsWritten || scripts.HasHash(tag.Integrity)) return null;
            return Finding.Wrong(Subject, $"{name} has 'strict-dynamic', which asks for a nonce that the tag's script does not have, so the tag is blocked",
                $"""<script async nonce="THE PAGE'S NONCE" src="{tag.Source}"></script>""");
        }
        var parts = new Uri(tag.Service, "/comet.0000000000000000.rest.js");
        if (!scripts.Allows(tag.Source, page.Url) && !scripts.HasHash(tag.Integrity)) return Lacks(scripts, name, "the tag's script", Named(tag.Service));
        return scripts.Allows(parts, page.Url) ? null : Lacks(scripts, name, "the parts that the tag loads when it needs them", Named(tag.Service));
    }

    private static IEnumerable<Finding> Connection(ContentPolicy policy, PublisherPage page, TagScript tag)
    {
        if (policy.Sources("connect-src", "default-src") is not { } connects) yield break;
        var socket = Socket(tag.Service);
        string[] both = [Named(tag.Service), Named(socket)];
        if (!connects.Allows(tag.Service, page.Url)) yield return Lacks(connects, "connect-src", "the connection to the service, so there are no ads", both);
        else if (!connects.Allows(socket, page.Url))
            yield return Lacks(connects, "connect-src", "the WebSocket, so pages fall back to a stream, and each of them reports it to the console", both);
    }

    public static Uri Socket(Uri service) => new UriBuilder(service) { Scheme = service.Scheme == "https" ? "wss" : "ws" }.Uri;

    private static string Named(Uri origin) => origin.GetLeftPart(UriPartial.Authority);

    private static Finding Lacks(SourceList sources, string directive, string what, params string[] more) =>
        Finding.Wrong(Subject, $"{sources.Directive} does not allow {what}", $"Content-Security-Policy: {sources.With(directive, more)}");
}
