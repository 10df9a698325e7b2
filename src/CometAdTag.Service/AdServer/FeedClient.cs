namespace CometAdTag.Service.AdServer;

/// <summary>Fetches the feed from where the options say that it is: a file or a URL.</summary>
internal sealed class FeedClient(FeedHttp http)
{
    /// <summary>The tag is what the last accepted answer carried; null asks for the whole feed.</summary>
    public Task<FeedAnswer> FetchAsync(FeedOptions feed, string? etag, CancellationToken cancel) => feed.Url is { } url
        ? http.FetchAsync(url, feed.Key, etag, cancel)
        : FeedFile.FetchAsync(feed.Location, etag, cancel);
}
