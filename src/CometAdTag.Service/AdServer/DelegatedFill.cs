using System.Collections.Immutable;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// What the ad server decided for a slot. Zone is the one that really served, at the end of a chain. Caps are what an impression
/// counts against. The size is 0 or less where the ad server names none.
/// </summary>
internal sealed record DelegatedFill(string Creative, string Campaign, string Zone, int Width, int Height, string Html, ImmutableArray<CapUse> Caps);
