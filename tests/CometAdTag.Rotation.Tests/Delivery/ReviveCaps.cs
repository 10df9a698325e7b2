using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Rotation.Tests.Delivery;

/// <summary>
/// A browser's cookies of one Revive, as its lg.php sets them (MAX_Delivery_cookie_setCapping) and as its delivery reads them
/// (_limitationsIsCapped), written after the behaviour of version 6.0.8, to hold a viewer's history against.
/// </summary>
internal sealed class ReviveCaps
{
    private readonly Dictionary<(CapLevel, string), long> totals = [], sessions = [], lastSeen = [];

    public void Impression(CapUse use, long now)
    {
        var (key, cap, isNewRound) = ((use.Level, use.Id), use.Cap, false);
        if (cap.Total > 0) isNewRound |= Add(totals, key, cap.Total);
        if (cap.Session > 0) isNewRound |= Add(sessions, key, cap.Session);
        if (cap.Seconds > 0 || isNewRound) lastSeen[key] = now;
    }

    /// <summary>The browser was closed.</summary>
    public void SessionOver() => sessions.Clear();

    public bool IsCapped(CapUse use, long now)
    {
        var key = (use.Level, use.Id);
        return IsCapped(use.Cap, now, Of(totals, key), Of(sessions, key), Of(lastSeen, key) ?? 0);
    }

    /// <summary>The same with the cookies that a history makes.</summary>
    public static bool IsCapped(ViewerHistory history, CapUse use, DateTimeOffset now)
    {
        var count = history.At(now).Counts.SingleOrDefault(each => (each.Level, each.Id) == (use.Level, use.Id));
        return IsCapped(use.Cap, now.ToUnixTimeSeconds(), count.Total.Count, count.Session.Count, count.LastAt);
    }

    private static bool IsCapped(FrequencyCap cap, long now, long? total, long? session, long last) =>
        (cap.Total > 0 && total >= cap.Total) || (cap.Session > 0 && session >= cap.Session)
            ? cap.Seconds == 0 || now <= last + cap.Seconds
            : cap is { Seconds: > 0, Total: 0, Session: 0 } && now <= last + cap.Seconds;

    /// <summary>True where counting began anew.</summary>
    private static bool Add(Dictionary<(CapLevel, string), long> counts, (CapLevel, string) key, int cap)
    {
        var isNewRound = !counts.TryGetValue(key, out var count) || count >= cap;
        counts[key] = isNewRound ? 1 : count + 1;
        return isNewRound;
    }

    private static long? Of(Dictionary<(CapLevel, string), long> values, (CapLevel, string) key) => values.TryGetValue(key, out var value) ? value : null;
}
