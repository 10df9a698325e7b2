namespace CometAdTag.Service.AdServer;

/// <summary>Campaigns from where AdServer:Source says, always in the form of the feed.</summary>
internal sealed class CampaignSource(FeedClient feed, ReviveApiSource api)
{
    /// <summary>The tag is what the last accepted answer carried; null asks for everything.</summary>
    public Task<AdServerAnswer> FetchAsync(AdServerOptions options, string? etag, CancellationToken cancel) =>
        options.Source == AdServerOptions.ReviveApiSource ? api.FetchAsync(options, cancel) : feed.FetchAsync(options.Feed, etag, cancel);
}
