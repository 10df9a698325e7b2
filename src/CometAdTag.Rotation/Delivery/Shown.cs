using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery;

/// <summary>What another slot of the page shows: the id of a creative, and its campaign where the snapshot knows it.</summary>
public readonly record struct Shown(string Creative, Campaign? Campaign);
