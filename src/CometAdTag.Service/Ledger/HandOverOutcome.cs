namespace CometAdTag.Service.Ledger;

/// <summary>How impressions and clicks that were handed over ended, as <see cref="HandedOver"/> has them; metric label, and the numbers are stored.</summary>
internal enum HandOverOutcome { Counted = 0, Refused = 1, Unconfirmed = 2 }
