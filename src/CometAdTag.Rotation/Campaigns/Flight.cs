namespace CometAdTag.Rotation.Campaigns;

/// <summary>From when until when a campaign runs; the end is the first instant after it, null is open.</summary>
public readonly record struct Flight(DateTimeOffset? Start, DateTimeOffset? End)
{
    public bool Contains(DateTimeOffset now) => (Start is not { } start || now >= start) && (End is not { } end || now < end);
}
