using CometAdTag.Rotation.Holdout;
using CometAdTag.Service.Ledger;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>Adds up what the arms of a holdout brought, over a connection of its own, which only reads.</summary>
internal sealed class HoldoutReader(Ledger.Ledger ledger)
{
    /// <summary>Everything counted before the call is in it. A rendered impression was served, whatever a kill lost of the counts.</summary>
    public async Task<HoldoutSums> Read(HoldoutQuery query, CancellationToken ct)
    {
        await ledger.Flush(ct);
        await using var connection = new SqliteConnection("Data Source=file:;Pooling=False;Default Timeout=2");
        connection.Open();
        var source = new ReportSource(connection, ledger.Folder, onRollups: "");
        var sums = new HoldoutSums();
        foreach (var (day, from, to) in query.Days)
        {
            ct.ThrowIfCancellationRequested();
            void Add(string file) => Read(connection, file, from, to, query.Website, sums);
            void FromRollups() => source.WithRollups(() => Add("rollup"));
            if (source.IsRolled(day)) FromRollups();
            // Else rolled up and deleted meanwhile, or there is nothing
            else if (!source.WithFile(day, () => Add("day")) && source.IsRolled(day)) FromRollups();
        }
        return sums;
    }

    private static void Read(SqliteConnection connection, string file, long from, long to, string? website, HoldoutSums sums)
    {
        var groups = Statement.Many(connection, $"""
            SELECT arm, "group", sum(pages), sum(max(served, rendered)), sum(rendered), sum(viewable), sum(clicks), sum(shown), sum(earned)
            FROM {file}.holdout WHERE hour >= ?1 AND hour < ?2 AND (?3 IS NULL OR website = ?3) GROUP BY 1, 2
            """, row => Enumerable.Range(0, row.FieldCount).Select(row.GetInt64).ToArray(), from, to, (object?)website ?? DBNull.Value);
        var hours = Statement.Many(connection, $"""
            SELECT sum(pages * (arm = {(int)Arm.Refreshing})), sum(pages * (arm = {(int)Arm.Holdout}))
            FROM {file}.holdout WHERE hour >= ?1 AND hour < ?2 AND (?3 IS NULL OR website = ?3) GROUP BY hour ORDER BY hour
            """, row => (Refreshing: row.GetInt64(0), Holdout: row.GetInt64(1)), from, to, (object?)website ?? DBNull.Value);
        foreach (var (refreshing, holdout) in hours) sums.AddHour(refreshing, holdout);
        foreach (var group in groups) sums.Add((Arm)group[0], (int)group[1], group[2], group.AsSpan(3));
    }
}
