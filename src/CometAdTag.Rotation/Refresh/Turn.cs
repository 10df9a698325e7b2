namespace CometAdTag.Rotation.Refresh;

/// <summary>When a slot rotates next, in monotonic ms, and why; <see cref="Never"/> until something changes.</summary>
public readonly record struct Turn(long DueAt, Trigger Trigger)
{
    /// <summary>R4: a slot follows virtual page views at most this often, in ms.</summary>
    public const long NavigateSpacing = 5_000;

    public static Turn Never { get; } = new(long.MaxValue, Trigger.Initial);

    public bool IsNever => DueAt == long.MaxValue;

    /// <summary>The next turn of a slot by its policy; nothing rotates on a page that is not visible (R7).</summary>
    public static Turn Next(in SlotState slot, RefreshPolicy policy, bool pageVisible, long now)
    {
        if (!pageVisible || slot.Awaits) return Never;
        if (!slot.Asked) return new(Math.Max(now, slot.Pending.Since), Trigger.Initial);
        if (!slot.InView) return Never;
        if (slot.Pending.Kind == PendingKind.Navigate) return new(Math.Max(now, slot.NavigatedAt + NavigateSpacing), Trigger.User);
        if (slot.Pending.Kind == PendingKind.Withdrawal) return new(Math.Max(now, slot.Pending.Since), Trigger.Event);
        if (slot.Pending.Kind == PendingKind.Failure) return Failed(slot, policy, now);
        if (!MayRefresh(slot, policy)) return Never;
        var asked = Asked(slot, policy, now);
        var timed = Timed(slot, policy, now);
        return asked.DueAt <= timed.DueAt ? asked : timed;
    }

    /// <summary>Whether its policy and its cap (R6) let it be refreshed at all.</summary>
    public static bool MayRefresh(in SlotState slot, RefreshPolicy policy) =>
        policy.Enabled && !slot.Stays && HasRefreshes(slot, policy);

    private static bool HasRefreshes(in SlotState slot, RefreshPolicy policy) => policy.MaxRefreshes == 0 || slot.Refreshes < policy.MaxRefreshes;

    /// <summary>The slot stands empty, so it is filled whatever the policy lets refresh it; but no sooner, and no more often, than it could be refreshed.</summary>
    private static Turn Failed(in SlotState slot, RefreshPolicy policy, long now) =>
        HasRefreshes(slot, policy) ? new(Spaced(slot, policy, now), Trigger.Event) : Never;

    private static long Spaced(in SlotState slot, RefreshPolicy policy, long now)
    {
        var since = slot.Rendered ? slot.RenderedAt : slot.PushedAt;
        return Math.Max(Math.Max(now, slot.Pending.Since), since + (long)policy.EventSpacing.TotalMilliseconds);
    }

    private static Turn Asked(in SlotState slot, RefreshPolicy policy, long now)
    {
        var pending = slot.Pending;
        if (!pending.IsAlive(now) || !policy.Allows(pending.Trigger)) return Never;
        var due = Spaced(slot, policy, now);
        return pending.IsAlive(due) ? new(due, pending.Trigger) : Never;
    }

    private static Turn Timed(in SlotState slot, RefreshPolicy policy, long now)
    {
        if (!slot.ClockRuns || !policy.Allows(Trigger.Time)) return Never;
        var left = (long)policy.Interval.TotalMilliseconds - slot.Shown(now);
        return new(now + Math.Max(0, left), Trigger.Time);
    }
}
