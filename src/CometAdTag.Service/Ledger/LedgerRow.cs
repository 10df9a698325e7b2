using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Ledger;

/// <summary>One accepted receipt or click; at most one is kept for each (impression id, stage). Shown in ms.</summary>
internal readonly record struct LedgerRow(Impression Impression, Stage Stage, long ReceivedAt, long Shown, EndedReason Reason)
{
    /// <summary>What of it an ad server counts: rendered is an impression.</summary>
    public Delivered Delivered => Stage switch
    {
        Stage.Rendered => Delivered.OneImpression,
        Stage.Clicked => Delivered.OneClick,
        _ => default,
    };
}
