using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>What one row of a creative's rules says of a page. Row counts from 1; the problem says in words why it could not be asked.</summary>
public sealed record RuleVerdict(int Row, DeliveryRule Rule, bool Passes, string? Problem);
