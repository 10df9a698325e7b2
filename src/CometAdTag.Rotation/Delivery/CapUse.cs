using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery;

/// <summary>An impression of something with a frequency cap.</summary>
public readonly record struct CapUse(CapLevel Level, string Id, FrequencyCap Cap);
