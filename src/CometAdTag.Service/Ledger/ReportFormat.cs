namespace CometAdTag.Service.Ledger;

/// <summary>How a report is written; the words are those of `format`.</summary>
internal enum ReportFormat { Json, Csv }
