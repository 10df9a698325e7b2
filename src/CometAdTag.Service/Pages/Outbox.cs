using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>
/// What waits to be written to one page. A slot's newer ad or empty takes the place of its older one, so a page that cannot
/// keep up holds only the newest creative of each slot; other frames are few and bounded. All of it leaves when the first has to.
/// </summary>
internal sealed class Outbox
{
    /// <summary>More frames than this wait only where a page does not read at all.</summary>
    public const int Capacity = 512;

    /// <summary>The time to leave of what may not wait.</summary>
    public const long AtOnce = 0;

    private readonly List<(string? Slot, Frame Frame)> waiting = [];
    private long due;

    public int Count => waiting.Count;

    /// <summary>When it has to leave, in monotonic ms; never where nothing waits.</summary>
    public long Due => waiting.Count == 0 ? long.MaxValue : due;

    /// <summary>False where the page has too much waiting already.</summary>
    public bool Add(string? slot, Frame frame, long by = AtOnce)
    {
        if (slot is not null) Forget(slot);
        if (waiting.Count >= Capacity) return false;
        due = Math.Min(Due, by);
        waiting.Add((slot, frame));
        return true;
    }

    /// <summary>What waits waits no longer.</summary>
    public void Hurry() => due = AtOnce;

    /// <summary>Takes back what waits for a slot that is gone.</summary>
    public void Forget(string slot)
    {
        for (var at = waiting.Count - 1; at >= 0; at--)
            if (waiting[at].Slot == slot) waiting.RemoveAt(at);
    }

    public Frame[] Take()
    {
        var frames = new Frame[waiting.Count];
        for (var at = 0; at < frames.Length; at++) frames[at] = waiting[at].Frame;
        waiting.Clear();
        return frames;
    }
}
