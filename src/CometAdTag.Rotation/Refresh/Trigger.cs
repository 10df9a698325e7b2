namespace CometAdTag.Rotation.Refresh;

/// <summary>Why a slot rotates (AdCOM auto-refresh list: 1 user, 2 event, 3 time; the first fill is initial).</summary>
public enum Trigger { Initial, User, Event, Time }
