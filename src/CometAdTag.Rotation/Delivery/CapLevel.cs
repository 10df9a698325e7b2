namespace CometAdTag.Rotation.Delivery;

/// <summary>What a frequency cap is set on.</summary>
public enum CapLevel { Zone, Campaign, Creative }
