namespace CometAdTag.Rotation.Refresh;

/// <summary>When a slot rotates. <paramref name="MaxRefreshes"/> per page view, 0 is no cap; not enabled is first fill only.</summary>
public sealed record RefreshPolicy(TimeSpan Interval, int MaxRefreshes, bool Enabled, Triggers Triggers, OnNavigate OnNavigate,
    RefreshMode Mode = RefreshMode.Creative)
{
    /// <summary>R1 and R4: no interval under this without an explicit permission, which is meant for tests and demos.</summary>
    public static readonly TimeSpan MinimumInterval = TimeSpan.FromSeconds(30);

    public static RefreshPolicy Default { get; } = new(MinimumInterval, 10, true, Triggers.All, OnNavigate.Rotate, RefreshMode.Creative);

    /// <summary>R4: the least time between the rendering of a creative and its rotation by an event.</summary>
    public TimeSpan EventSpacing => Interval < MinimumInterval ? Interval : MinimumInterval;

    /// <summary>The same as a place that sets every value.</summary>
    public RefreshOverrides ToOverrides() => new(Interval, MaxRefreshes, Enabled, Triggers, OnNavigate, Mode);

    public bool Allows(Trigger trigger) => trigger switch
    {
        Trigger.User => Triggers.HasFlag(Triggers.User),
        Trigger.Event => Triggers.HasFlag(Triggers.Event),
        Trigger.Time => Triggers.HasFlag(Triggers.Time),
        _ => true,
    };
}
