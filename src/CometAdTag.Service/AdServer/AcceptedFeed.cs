namespace CometAdTag.Service.AdServer;

/// <summary>What is remembered of the feed that is served: where it came from, the tag it came with, and the hash of its bytes.</summary>
internal sealed record AcceptedFeed(string Location, string? ETag, string Print);
