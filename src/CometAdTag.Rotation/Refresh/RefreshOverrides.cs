namespace CometAdTag.Rotation.Refresh;

/// <summary>The values of a refresh policy that one place sets; what is null is inherited from the next place in the precedence.</summary>
public sealed record RefreshOverrides(
    TimeSpan? Interval = null, int? MaxRefreshes = null, bool? Enabled = null, Triggers? Triggers = null, OnNavigate? OnNavigate = null,
    RefreshMode? Mode = null)
{
    public static RefreshOverrides None { get; } = new();

    public RefreshPolicy Over(RefreshPolicy inherited) => new(
        Interval ?? inherited.Interval,
        MaxRefreshes ?? inherited.MaxRefreshes,
        Enabled ?? inherited.Enabled,
        Triggers ?? inherited.Triggers,
        OnNavigate ?? inherited.OnNavigate,
        Mode ?? inherited.Mode);
}
