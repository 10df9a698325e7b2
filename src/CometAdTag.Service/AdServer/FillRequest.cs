using System.Collections.Immutable;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Service.AdServer;

/// <summary>The slots of one page that are due, by their zones, and what the ad server may decide by.</summary>
internal sealed record FillRequest(
    ImmutableArray<string> Zones, string Url, string Referrer, string Source, IReadOnlyDictionary<string, string> Variables,
    ViewerHeaders Viewer, ViewerHistory History);
