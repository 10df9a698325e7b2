namespace CometAdTag.Service.Reports;

/// <summary>What a report can be broken down by; the words are those of `by`.</summary>
internal enum ReportKey { Hour, Day, Website, Zone, Campaign, Creative, Trigger, Index }
