namespace CometAdTag.Rotation.Refresh;

/// <summary>A rotation that was asked for and waits for its time (R4); only the newest is remembered.</summary>
public readonly record struct PendingRotation(PendingKind Kind, long Since)
{
    /// <summary>R4: an event is forgotten after this many ms; a virtual page view is not.</summary>
    public const long EventLifetime = 60_000;

    public bool IsAlive(long now) => Kind switch
    {
        PendingKind.None => false,
        PendingKind.Navigate => true,
        _ => now - Since <= EventLifetime,
    };

    public Trigger Trigger => Kind == PendingKind.Event ? Trigger.Event : Trigger.User;
}

/// <summary>What a slot waits for: nothing, an event, a user action, or the rotation of a virtual page view.</summary>
public enum PendingKind : byte { None, Event, User, Navigate }
