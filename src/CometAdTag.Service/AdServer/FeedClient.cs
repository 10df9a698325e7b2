using System.Net.Http.Headers;

namespace CometAdTag.Service.AdServer;

/// <summary>Fetches the feed from where the options say that it is: a file or a URL.</summary>
internal sealed class FeedClient(AdServerHttp http, Patience patience)
{
    /// <summary>The tag is what the last accepted answer carried; null asks for the whole feed.</summary>
    public Task<AdServerAnswer> FetchAsync(FeedOptions feed, string? etag, CancellationToken cancel) => feed.Url is { } url
        ? patience.Feed.AskAsync(token => http.AskAsync(Request(url, feed.Key, etag), token), cancel)
        : FeedFile.FetchAsync(feed.Location, etag, cancel);

    private static HttpRequestMessage Request(Uri url, string key, string? etag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.Add(new("application/json"));
        if (key.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        return request;
    }
}
