using System.Collections.Immutable;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>A feed is read whole or refused whole: a snapshot and no errors, or no snapshot and every error named.</summary>
public sealed record FeedReading(Snapshot? Snapshot, ImmutableArray<string> Errors);
