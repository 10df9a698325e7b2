namespace CometAdTag.Service.AdServer;

/// <summary>A feed that was accepted: where it came from, the tag it came with, when it was last confirmed, and its bytes.</summary>
internal sealed record StoredFeed(string Location, string? ETag, DateTimeOffset PulledAt, ReadOnlyMemory<byte> Body);
