using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Service.Push;

/// <summary>
/// The pushes for which an impression of a goal is reserved, until each is rendered, ends otherwise, or is too old to be shown. At most a
/// million: of more, the oldest are given back early.
/// </summary>
internal sealed class Reservations(TimeProvider time)
{
    private const int Most = 1_000_000;

    /// <summary>A page does not show a push later than the ttl, and its receipt takes a moment.</summary>
    private static readonly TimeSpan Kept = Rotator.Ttl + TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<ImpressionId, Reservation> held = [];
    private readonly Queue<(ImpressionId Id, long Until)> ends = [];

    /// <summary>Keeps what was reserved.</summary>
    public void Hold(ImpressionId id, Goal goal)
    {
        var until = time.GetTimestamp() + (long)(Kept.TotalSeconds * time.TimestampFrequency);
        lock (gate)
        {
            held[id] = new(goal, until);
            ends.Enqueue((id, until));
            while (held.Count > Most) EndNext();
        }
    }

    /// <summary>True where it is held still, and from now on for its whole time again.</summary>
    public bool Renew(ImpressionId id)
    {
        Goal goal;
        lock (gate)
        {
            if (!held.TryGetValue(id, out var reservation)) return false;
            goal = reservation.Goal;
        }
        Hold(id, goal);
        return true;
    }

    /// <summary>It was rendered; null where nothing is reserved for it any more.</summary>
    public Goal? Take(ImpressionId id)
    {
        lock (gate) return held.Remove(id, out var reservation) ? reservation.Goal : null;
    }

    public void GiveBack(ImpressionId id) => Take(id)?.GiveBack();

    /// <summary>Gives back what is too old.</summary>
    public void Expire()
    {
        var now = time.GetTimestamp();
        lock (gate)
            while (ends.TryPeek(out var next) && next.Until <= now) EndNext();
    }

    /// <summary>One that was renewed has a later end in the queue too.</summary>
    private void EndNext()
    {
        var (id, until) = ends.Dequeue();
        if (held.TryGetValue(id, out var reservation) && reservation.Until == until) GiveBack(id);
    }

    private readonly record struct Reservation(Goal Goal, long Until);
}
