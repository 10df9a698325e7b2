namespace CometAdTag.Rotation.Campaigns;

/// <summary>The order in which campaigns are tried: while one of a tier is eligible, no later tier is.</summary>
public enum Tier { Override, Contract, Remnant, Ecpm }
