namespace CometAdTag.Rotation.Campaigns;

/// <summary>One row of a creative's delivery rules, as the ad server writes it; <c>and</c> binds tighter than <c>or</c>.</summary>
public sealed record DeliveryRule(string Logical, string Type, string Comparison, string Data);
