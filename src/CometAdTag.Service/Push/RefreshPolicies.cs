using System.Collections.Frozen;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Push;

/// <summary>The refresh policy of every zone of a snapshot. Precedence: settings of the zone, the feed's zone, Default.</summary>
internal sealed class RefreshPolicies
{
    private readonly FrozenDictionary<string, RefreshPolicy> zones;

    private RefreshPolicies(FrozenDictionary<string, RefreshPolicy> zones) => this.zones = zones;

    /// <summary>Intervals under 30 s are raised to it and the zone is named to the log (R1), unless short ones are allowed.</summary>
    public static RefreshPolicies Of(Snapshot snapshot, RefreshOptions options, ILogger log)
    {
        var fallback = options.Default.ToOverrides().Over(RefreshPolicy.Default);
        return new(snapshot.Zones.Values.ToFrozenDictionary(zone => zone.Id, zone => Clamp(zone, Of(zone, options, fallback), options, log)));
    }

    public RefreshPolicy For(Zone zone) => zones[zone.Id];

    private static RefreshPolicy Of(Zone zone, RefreshOptions options, RefreshPolicy fallback)
    {
        var policy = zone.Refresh.Over(fallback);
        return options.Zones.TryGetValue(zone.Id, out var set) ? set.ToOverrides().Over(policy) : policy;
    }

    private static RefreshPolicy Clamp(Zone zone, RefreshPolicy policy, RefreshOptions options, ILogger log)
    {
        if (options.AllowShortIntervals || policy.Interval >= RefreshPolicy.MinimumInterval) return policy;
        log.LogWarning("Zone {Zone}: the refresh interval {Interval} is raised to {Least}; shorter ones need Refresh:AllowShortIntervals",
            zone.Id, policy.Interval, RefreshPolicy.MinimumInterval);
        return policy with { Interval = RefreshPolicy.MinimumInterval };
    }
}
