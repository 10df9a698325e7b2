namespace CometAdTag.Rotation.Impressions;

/// <summary>One secret of the key ring: 32 random bytes under a number that tokens name.</summary>
public sealed record SigningKey(byte Id, ReadOnlyMemory<byte> Secret);
