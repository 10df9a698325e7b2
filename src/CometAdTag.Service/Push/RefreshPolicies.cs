using System.Collections.Frozen;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Push;

/// <summary>
/// The refresh policy of every zone. Precedence: API zone, API website, settings of the zone, the feed's zone, Default. Where there is no
/// snapshot, the zones that nobody set anything for share one.
/// </summary>
internal sealed class RefreshPolicies
{
    private readonly FrozenDictionary<string, ResolvedPolicy> zones;
    private readonly ResolvedPolicy? others;

    private RefreshPolicies(FrozenDictionary<string, ResolvedPolicy> zones, ResolvedPolicy? others) => (this.zones, this.others) = (zones, others);

    /// <summary>Intervals under 30 s are raised to it and the zone is named to the log (R1), unless short ones are allowed.</summary>
    public static RefreshPolicies Of(Snapshot snapshot, RefreshOptions options, PolicySet set, ILogger log) =>
        Of(snapshot.Zones.Values, others: null, options, set, log);

    /// <summary>Where the ad server decides, and any zone may come: what was set by zone, and what holds for all others.</summary>
    public static RefreshPolicies OfAny(RefreshOptions options, PolicySet set, ILogger log) =>
        Of(set.Zones.Keys.Union(options.Zones.Keys).Select(Unlisted), Unlisted("(any other)"), options, set, log);

    /// <summary>A page that is held out is filled and never refreshed.</summary>
    public RefreshPolicy For(string zone, bool isHeldOut = false) => isHeldOut ? Resolved(zone).HeldOut : Resolved(zone).Policy;

    public ResolvedPolicy Resolved(string zone) => zones.GetValueOrDefault(zone) ?? others ?? throw new KeyNotFoundException($"zone {zone}");

    private static RefreshPolicies Of(IEnumerable<Zone> zones, Zone? others, RefreshOptions options, PolicySet set, ILogger log)
    {
        return new(zones.ToFrozenDictionary(zone => zone.Id, Resolve), others is null ? null : Resolve(others));

        ResolvedPolicy Resolve(Zone zone) => Clamp(zone, Of(zone, options, set), options, log);
    }

    private static Zone Unlisted(string id) => new(id, "", "", Width: -1, Height: -1);

    private static ResolvedPolicy Of(Zone zone, RefreshOptions options, PolicySet set) => new(
        (RefreshPlace.ApiZone, set.OfZone(zone.Id)),
        (RefreshPlace.ApiWebsite, set.OfWebsite(zone.WebsiteId)),
        (RefreshPlace.SettingsZone, options.Zones.GetValueOrDefault(zone.Id)?.ToOverrides() ?? RefreshOverrides.None),
        (RefreshPlace.FeedZone, zone.Refresh),
        (RefreshPlace.Default, options.Default.ToOverrides().Over(RefreshPolicy.Default).ToOverrides()));

    private static ResolvedPolicy Clamp(Zone zone, ResolvedPolicy resolved, RefreshOptions options, ILogger log)
    {
        if (options.AllowShortIntervals || resolved.Policy.Interval >= RefreshPolicy.MinimumInterval) return resolved;
        log.LogWarning("Zone {Zone}: the refresh interval {Interval} is raised to {Least}; shorter ones need Refresh:AllowShortIntervals",
            zone.Id, resolved.Policy.Interval, RefreshPolicy.MinimumInterval);
        return resolved.Raised();
    }
}
