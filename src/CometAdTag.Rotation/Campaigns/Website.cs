using System.Collections.Immutable;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>A publisher's site, and the origins (scheme://host[:port]) its pages may connect from.</summary>
public sealed record Website(string Id, string Name, ImmutableArray<string> Origins);
