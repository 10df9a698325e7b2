namespace CometAdTag.Rotation.Refresh;

/// <summary>A rotation that was asked for and waits for its time (R4); only the newest is remembered. It does not come before <paramref name="Since"/>.</summary>
public readonly record struct PendingRotation(PendingKind Kind, long Since)
{
    /// <summary>R4: an event is forgotten after this many ms; a replacement and a virtual page view are not.</summary>
    public const long EventLifetime = 60_000;

    public bool IsAlive(long now) => Kind switch
    {
        PendingKind.None => false,
        PendingKind.Navigate or PendingKind.Withdrawal or PendingKind.Failure => true,
        _ => now - Since <= EventLifetime,
    };

    public Trigger Trigger => Kind is PendingKind.Event or PendingKind.Withdrawal or PendingKind.Failure ? Trigger.Event : Trigger.User;

    /// <summary>Whether an event or user action may take its place.</summary>
    public bool GivesWay => Kind is PendingKind.None or PendingKind.Event or PendingKind.User;
}

/// <summary>What a slot waits for: nothing, an event, a user action, the rotation of a virtual page view, the replacement of a withdrawn creative, or of one that the page could not show.</summary>
public enum PendingKind : byte { None, Event, User, Navigate, Withdrawal, Failure }
