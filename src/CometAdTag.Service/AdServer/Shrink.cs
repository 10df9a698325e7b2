using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Service.AdServer;

/// <summary>How much of what is shown a new snapshot would take away.</summary>
internal static class Shrink
{
    /// <summary>The part, from 0 to 1, of the old snapshot's running creatives, each counted in every zone, that may not stay there under the new one.</summary>
    public static double Part(Snapshot old, Snapshot replacement)
    {
        var shown = In(old, (creative, zone) => IsRunning(creative) && Eligibility.MayStay(creative, zone));
        if (shown.Count == 0) return 0;
        var before = shown.Count;
        shown.ExceptWith(In(replacement, Eligibility.MayStay));
        return (double)shown.Count / before;
    }

    /// <summary>Whether any slot may show something that has to leave it now.</summary>
    public static bool TakesAny(Snapshot old, Snapshot replacement)
    {
        var stays = MayStay(replacement).ToHashSet();
        return MayStay(old).Any(shown => !stays.Contains(shown));
    }

    /// <summary>By the zone of the slot, and by the one of its chain that it is served from.</summary>
    private static IEnumerable<(string Zone, string Served, string Creative)> MayStay(Snapshot snapshot) =>
        from zone in snapshot.Zones.Values
        from served in snapshot.ChainOf(zone).Prepend(zone)
        from creative in snapshot.LinkedTo(served)
        where Eligibility.MayStay(creative, served)
        select (zone.Id, served.Id, creative.Id);

    private static HashSet<(string Zone, string Creative)> In(Snapshot snapshot, Func<Creative, Zone, bool> counts) =>
        [.. snapshot.Zones.Values.SelectMany(zone => snapshot.LinkedTo(zone).Where(creative => counts(creative, zone)).Select(creative => (zone.Id, creative.Id)))];

    private static bool IsRunning(Creative creative) => creative is { Status: RunStatus.Running, Campaign.Status: RunStatus.Running };
}
