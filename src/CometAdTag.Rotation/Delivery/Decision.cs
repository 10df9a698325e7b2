using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery;

/// <summary>A fill (a creative) or a passback (the reason there is none).</summary>
public readonly record struct Decision(Creative? Creative, PassbackReason Reason)
{
    public static Decision Fill(Creative creative) => new(creative, default);
    public static Decision Passback(PassbackReason reason) => new(null, reason);
}
