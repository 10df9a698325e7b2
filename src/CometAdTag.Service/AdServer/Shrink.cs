using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Service.AdServer;

/// <summary>How much of what is shown a new snapshot would take away.</summary>
internal static class Shrink
{
    /// <summary>The part, from 0 to 1, of the old snapshot's running and linked creatives that the new one has no more.</summary>
    public static double Part(Snapshot old, Snapshot replacement)
    {
        var shown = Shown(old);
        if (shown.Count == 0) return 0;
        var before = shown.Count;
        shown.ExceptWith(Shown(replacement));
        return (double)shown.Count / before;
    }

    private static HashSet<string> Shown(Snapshot snapshot) =>
        snapshot.Links.Values.SelectMany(linked => linked).Where(IsRunning).Select(creative => creative.Id).ToHashSet(StringComparer.Ordinal);

    private static bool IsRunning(Creative creative) => creative is { Status: RunStatus.Running, Campaign.Status: RunStatus.Running };
}
