using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Push;

/// <summary>A slot that the ad server is asked for, and why it rotates.</summary>
internal readonly record struct DueSlot(Slot Slot, Trigger Trigger);
