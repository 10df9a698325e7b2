namespace CometAdTag.Rotation.Pacing;

/// <summary>
/// What this node counted of a campaign and the snapshot's delivered does not contain yet. Of today: its impressions, and, where an earlier
/// run wrote it down, how many the campaign had everywhere when the day began.
/// </summary>
public readonly record struct OwnCount(long Impressions, long Clicks, long Today, long? BeforeToday);
