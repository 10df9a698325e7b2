namespace CometAdTag.Rotation.Campaigns;

/// <summary>What the ad server says of a campaign or creative; only a running one is ever chosen.</summary>
public enum RunStatus { Running, Paused, Awaiting, Expired, Inactive }
