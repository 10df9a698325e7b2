namespace CometAdTag.Service.Ledger;

/// <summary>What became of one row of a batch.</summary>
internal readonly record struct HandedRow(DueKey Key, HandedOver Handed);
