using CometAdTag.Rotation.Holdout;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Impressions;

/// <summary>What a push was: everything that is counted by, carried in its token. Index 0 is the first fill of a page view.</summary>
public sealed record Impression(ImpressionId Id, string Zone, string Campaign, string Creative, Trigger Trigger, int Index)
{
    /// <summary>Of the page that it was pushed to; none without a holdout.</summary>
    public PageGroup Group { get; init; }
}
