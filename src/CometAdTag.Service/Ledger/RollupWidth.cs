namespace CometAdTag.Service.Ledger;

/// <summary>What one row of a rollup is counted by, but for the time; the numbers are stored. The narrow ones answer most reports from few rows.</summary>
internal enum RollupWidth { Series = 0, ZoneAndCampaign = 1, Campaign = 2 }
