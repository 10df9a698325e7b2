namespace CometAdTag.Service.Ledger;

/// <summary>What may be done with a batch that is not settled; the numbers are stored.</summary>
internal enum BatchKind { Once = 0, Repeated = 1, SetAside = 2 }
