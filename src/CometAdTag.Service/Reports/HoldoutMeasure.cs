namespace CometAdTag.Service.Reports;

/// <summary>What the arms of a holdout are compared by, in the order of the columns that it is kept in.</summary>
internal enum HoldoutMeasure { Served, Rendered, Viewable, Clicks, Shown, Earned }
