using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Push;

/// <summary>The policy of a zone or website, and what each place says of it: the first place that sets a value gives it.</summary>
internal sealed class ResolvedPolicy
{
    private readonly (RefreshPlace Place, RefreshOverrides Says)[] places;
    private RefreshPolicy? heldOut;

    /// <summary>Places in the order of precedence; the last says everything.</summary>
    public ResolvedPolicy(params (RefreshPlace Place, RefreshOverrides Says)[] places)
    {
        this.places = places;
        Policy = places.Reverse().Aggregate(RefreshPolicy.Default, (policy, place) => place.Says.Over(policy));
    }

    public RefreshPolicy Policy { get; private init; }

    /// <summary>The same for pages that never refresh; made once, since each turn of a slot asks for it.</summary>
    public RefreshPolicy HeldOut => heldOut ??= Policy with { Enabled = false };

    public RefreshPlace From(Func<RefreshOverrides, bool> sets) => places.First(place => sets(place.Says)).Place;

    /// <summary>R1: an interval that a file or the ad server made too short is raised.</summary>
    public ResolvedPolicy Raised() => new(places) { Policy = Policy with { Interval = RefreshPolicy.MinimumInterval } };
}
