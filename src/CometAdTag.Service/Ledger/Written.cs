namespace CometAdTag.Service.Ledger;

/// <summary>What became of a row: it was there already, it is new, or it is new and brought the rendered row that was missing.</summary>
internal enum Written { Duplicate, New, NewWithRendered }
