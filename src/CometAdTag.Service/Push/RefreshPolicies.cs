using System.Collections.Frozen;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Push;

/// <summary>The refresh policy of every zone of a snapshot. Precedence: API zone, API website, settings of the zone, the feed's zone, Default.</summary>
internal sealed class RefreshPolicies
{
    private readonly FrozenDictionary<string, ResolvedPolicy> zones;

    private RefreshPolicies(FrozenDictionary<string, ResolvedPolicy> zones) => this.zones = zones;

    /// <summary>Intervals under 30 s are raised to it and the zone is named to the log (R1), unless short ones are allowed.</summary>
    public static RefreshPolicies Of(Snapshot snapshot, RefreshOptions options, PolicySet set, ILogger log) =>
        new(snapshot.Zones.Values.ToFrozenDictionary(zone => zone.Id, zone => Clamp(zone, Of(zone, options, set), options, log)));

    public RefreshPolicy For(Zone zone) => zones[zone.Id].Policy;

    public ResolvedPolicy Resolved(Zone zone) => zones[zone.Id];

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
