namespace CometAdTag.Service.Ledger;

/// <summary>
/// A batch that is wanted: its bounds, and whether it may be sent again until it is acknowledged. What may be told only once is
/// unconfirmed when the process ends before it is settled.
/// </summary>
internal sealed record HandOverRequest(int MaxRows, long MaxCount, bool MayRepeat);
