using System.Collections.Immutable;
using System.Text;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery;

/// <summary>
/// What one viewer saw of things with a frequency cap: the newest 64 of the last 30 days. It travels with the viewer, so several
/// tabs change copies of one history; they are merged by maximum. A session is over 30 minutes after its last impression.
/// </summary>
public sealed record ViewerHistory
{
    public const int MaxCounts = 64;
    public const int MaxViewerId = 64;

    /// <summary>In seconds.</summary>
    public const long Lifetime = 30 * 86_400, SessionEnd = 1_800, SessionGrain = 60;

    private readonly CapIndex index = new([]);

    public static ViewerHistory Empty { get; } = new();

    /// <summary>The ad server's own id of the viewer, ASCII, at most 64 characters; only with consent for storage. What cannot be one is none.</summary>
    public string? ViewerId { get; init => field = value is { Length: > 0 and <= MaxViewerId } && Ascii.IsValid(value) ? value : null; }

    /// <summary>The oldest first.</summary>
    public ImmutableArray<CapCount> Counts
    {
        get;
        private init => (field, index) = (value, new(value));
    } = [];

    /// <summary>How many sessions ended before this one.</summary>
    public int Sessions { get; private init; }

    /// <summary>The last impression of the session, to the minute, in Unix seconds.</summary>
    public long SessionAt { get; private init; }

    /// <summary>Counts an impression: one use for each cap that it falls under, none where there is none. The same history where that changes nothing.</summary>
    public ViewerHistory With(ImmutableArray<CapUse> uses, DateTimeOffset now)
    {
        var at = now.ToUnixTimeSeconds();
        var current = At(now);
        if (uses.All(use => use.Cap.IsNone)) return current.Seen(at);
        var counts = current.Counts.ToDictionary(count => (count.Level, count.Id));
        foreach (var use in uses.Where(use => !use.Cap.IsNone))
            counts[(use.Level, use.Id)] = counts.GetValueOrDefault((use.Level, use.Id), new(use.Level, use.Id, default, default, at)).Count(use, at);
        return current with { Counts = Newest(counts.Values), SessionAt = Math.Max(current.SessionAt, at) };
    }

    /// <summary>
    /// Whether a cap bars its impressions now. Once reached it does until its seconds after the last one are over, and without seconds for
    /// good, or for the session; seconds alone keep impressions apart. Where several were under way together and were more than
    /// the cap, a new round was begun: without seconds that is no reason to show more.
    /// </summary>
    public bool IsCapped(CapLevel level, string id, FrequencyCap cap, DateTimeOffset now) =>
        !cap.IsNone && IsCapped(level, id, IdMark.Of(id), cap, now.ToUnixTimeSeconds());

    /// <summary>The same of a cap that is one, with the mark of the id, in Unix seconds.</summary>
    internal bool IsCapped(CapLevel level, string id, int mark, FrequencyCap cap, long at)
    {
        var place = index.Find(Counts, level, id, mark);
        return place >= 0 && Counts[place].LastAt >= at - Lifetime && IsCapped(Counts.ItemRef(place), cap, at);
    }

    /// <summary>False where it was surely not seen.</summary>
    internal bool MayHaveSeen(CapLevel level, int mark) => index.May(level, mark);

    /// <summary>Without what is over by now; the same history where nothing is.</summary>
    public ViewerHistory At(DateTimeOffset now)
    {
        var at = now.ToUnixTimeSeconds();
        var kept = Counts.Any(count => count.LastAt < at - Lifetime) ? this with { Counts = [.. Counts.Where(count => count.LastAt >= at - Lifetime)] } : this;
        return kept.HasSession && at - SessionAt > SessionEnd ? kept.NextSession() : kept;
    }

    /// <summary>What either of two copies counted; this one's viewer id, where it has one.</summary>
    public ViewerHistory Merge(ViewerHistory other)
    {
        if (Sessions < other.Sessions) return other.Merge(this) with { ViewerId = ViewerId ?? other.ViewerId };
        var counts = Counts.ToDictionary(count => (count.Level, count.Id));
        foreach (var theirs in other.Counts)
        {
            var more = Sessions == other.Sessions ? theirs : theirs.SessionOver();
            counts[(more.Level, more.Id)] = counts.TryGetValue((more.Level, more.Id), out var ours) ? ours.Max(more) : more;
        }
        return this with
        {
            ViewerId = ViewerId ?? other.ViewerId,
            Counts = Newest(counts.Values),
            SessionAt = Sessions == other.Sessions ? Math.Max(SessionAt, other.SessionAt) : SessionAt,
        };
    }

    public bool Equals(ViewerHistory? other) =>
        other is not null && ViewerId == other.ViewerId && Sessions == other.Sessions && SessionAt == other.SessionAt && Counts.SequenceEqual(other.Counts);

    public override int GetHashCode() => HashCode.Combine(ViewerId, Sessions, SessionAt, Counts.Length);

    /// <summary>A history that was kept elsewhere.</summary>
    internal static ViewerHistory Of(string? viewerId, IEnumerable<CapCount> counts, int sessions, long sessionAt) =>
        new() { ViewerId = viewerId, Counts = Newest(counts), Sessions = sessions, SessionAt = sessionAt };

    private bool IsCapped(in CapCount count, FrequencyCap cap, long at)
    {
        var isReached = count.Total.Has(cap.Total, cap.Seconds) || (at - SessionAt <= SessionEnd && count.Session.Has(cap.Session, cap.Seconds));
        if (isReached && cap.Seconds == 0) return true;
        return (isReached || cap is { Total: 0, Session: 0 }) && at <= count.LastAt + cap.Seconds;
    }

    private bool HasSession => Counts.Any(count => count.Session.Count > 0);

    // To the minute, so that an impression without caps changes, and signs, the history at most once a minute.
    private ViewerHistory Seen(long at) => HasSession && at - SessionAt >= SessionGrain ? this with { SessionAt = at } : this;

    private ViewerHistory NextSession() => this with { Counts = [.. Counts.Select(count => count.SessionOver())], Sessions = Sessions + 1 };

    private static ImmutableArray<CapCount> Newest(IEnumerable<CapCount> counts) =>
        [.. counts.OrderBy(count => count.LastAt).ThenBy(count => count.Level).ThenBy(count => count.Id, StringComparer.Ordinal).TakeLast(MaxCounts)];
}
