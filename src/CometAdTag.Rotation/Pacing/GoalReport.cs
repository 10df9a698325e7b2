namespace CometAdTag.Rotation.Pacing;

/// <summary>
/// How a campaign stands to its goals, in impressions: booked and daily as the ad server says, delivered and today everywhere as far as
/// this node knows, reserved for pushes of this node that may yet render, planned as even spending would have it by now. The part
/// is that of the requests left to it that it takes, the speed impressions an hour on all nodes; null where it is not paced.
/// </summary>
public sealed record GoalReport(
    long? Booked, long? Daily, long Delivered, long Today, long Reserved, long? Planned, double? Part, double? Speed);
