namespace CometAdTag.Service.Access;

/// <summary>A key that was made by command, and when.</summary>
internal sealed record StoredKey(AccessKey Key, DateTimeOffset AddedAt);
