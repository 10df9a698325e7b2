namespace CometAdTag.Rotation.Delivery;

/// <summary>How often the viewer saw one thing that has a frequency cap: in total, in this session, and last at (Unix seconds).</summary>
public readonly record struct CapCount(CapLevel Level, string Id, CapCounter Total, CapCounter Session, long LastAt)
{
    public CapCount Count(CapUse use, long now) =>
        this with { Total = Total.Next(use.Cap.Total), Session = Session.Next(use.Cap.Session), LastAt = Math.Max(LastAt, now) };

    public CapCount Max(CapCount other) =>
        this with { Total = Total.Max(other.Total), Session = Session.Max(other.Session), LastAt = Math.Max(LastAt, other.LastAt) };

    public CapCount SessionOver() => this with { Session = default };
}
