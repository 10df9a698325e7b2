using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Ledger;

/// <summary>One accepted receipt or click; at most one is kept for each (impression id, stage). Shown in ms.</summary>
internal readonly record struct LedgerRow(Impression Impression, Stage Stage, long ReceivedAt, long Shown, EndedReason Reason);
