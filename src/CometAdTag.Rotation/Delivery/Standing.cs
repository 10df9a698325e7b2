namespace CometAdTag.Rotation.Delivery;

/// <summary>
/// How welcome an eligible creative is: one that the page does not show, else the one that this slot shows now, else one of another slot
/// (a repeat earns more than an empty slot), else one that both show.
/// </summary>
internal enum Standing : byte { Fresh, Current, OnPage, CurrentAndOnPage }
