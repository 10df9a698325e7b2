namespace CometAdTag.Service.Reports;

/// <summary>How a report is written; the words are those of `format`.</summary>
internal enum ReportFormat { Json, Csv }
