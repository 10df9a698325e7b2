using System.Collections.Immutable;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// The ad server's decisions, in the order of the zones asked for; null is a blank or unknown zone. Empty unless the outcome is Ok.
/// ViewerId is the ad server's id of the viewer, to be kept only with consent for storage: without one it shows nothing that has a
/// frequency cap (as to a browser that keeps no cookies), unless the campaign's settings there allow it.
/// </summary>
internal sealed record DelegatedFills(AdServerOutcome Outcome, ImmutableArray<DelegatedFill?> Fills, string? ViewerId)
{
    public static DelegatedFills Failed(AdServerOutcome outcome) => new(outcome, [], null);
}
