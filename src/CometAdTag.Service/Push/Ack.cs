using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Push;

/// <summary>An ack, and whether it brings the page something to keep for its viewer.</summary>
internal readonly record struct Ack(Frame Frame, bool HasNews)
{
    public static Ack Of(IReadOnlyList<long> acked, IReadOnlyList<RefusedReceipt> refused, string? viewer = null) => new(ServiceFrames.Ack(acked, refused, viewer), viewer is not null);
}
