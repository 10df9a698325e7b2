namespace CometAdTag.Service.Ledger;

/// <summary>The ledger cannot keep what it was given now; the message says why, for people.</summary>
internal sealed class LedgerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
