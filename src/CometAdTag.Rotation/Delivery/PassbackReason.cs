namespace CometAdTag.Rotation.Delivery;

/// <summary>Why a slot gets no creative; on the wire, in the log and as metric label in snake case.</summary>
public enum PassbackReason
{
    NoLink, NoneRunning, OutOfFlight, Size, Rules, Capped, GoalReached, Pacing, OnPage, Withdrawn,
    SnapshotOld, AdServerAway, ZoneDisabled, TooSmall, UnknownZone,
}
