using CometAdTag.Service.Ledger;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>What was compared, by hour and campaign. Way: how the ad server was asked, null where it cannot be; Why: why it did not tell, null where it did.</summary>
internal sealed class Reconciliation(SqliteConnection connection, ReportQuery query, string? way, string? why) : IDisposable
{
    public ReportQuery Query => query;
    public string? Way => way;
    public string? Why => why;

    /// <summary>Takes it over.</summary>
    public ReportTable Table() => new(new ReconciliationColumns(this), query, connection, isFinal: false);

    /// <summary>By campaign, what was counted here and by the ad server.</summary>
    public List<(string Campaign, Delivered Here, Delivered There)> Campaigns() => Statement.Many(
        connection, "SELECT campaign, sum(counted_impressions), sum(counted_clicks), sum(adServer_impressions), sum(adServer_clicks) FROM counts GROUP BY campaign",
        row => (row.GetString(0), new Delivered(row.GetInt64(1), row.GetInt64(2)), new Delivered(row.GetInt64(3), row.GetInt64(4))));

    public void Dispose() => connection.Dispose();
}
