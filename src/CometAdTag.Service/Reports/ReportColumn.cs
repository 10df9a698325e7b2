namespace CometAdTag.Service.Reports;

/// <summary>The names of a column: in a line of CSV, and in JSON, where some columns are an object of their own.</summary>
internal readonly record struct ReportColumn(string Name, string? Object = null, string? Member = null);
