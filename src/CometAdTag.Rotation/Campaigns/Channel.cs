using System.Collections.Immutable;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>Delivery rules under one name, which the rules of many creatives refer to.</summary>
public sealed record Channel(string Id, ImmutableArray<DeliveryRule> Rules);
