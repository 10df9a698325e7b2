using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>The hand-over in a day's file: rows of batch 0 wait to be taken, the others belong to a batch. The caller has the transaction.</summary>
internal sealed class HandOverTable(SqliteConnection connection) : IDisposable
{
    private const long NoBatch = 0;

    private readonly Statement add = new(connection, """
        INSERT INTO due VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET
          impressions = impressions + ?6, clicks = clicks + ?7
        """);

    private readonly Statement count = new(connection, """
        INSERT INTO handed VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET impressions = impressions + ?4, clicks = clicks + ?5
        """);

    public void Add(DueKey key, Delivered count) => Add(NoBatch, key, count);

    /// <summary>The oldest batch that was not settled and may be sent again.</summary>
    public HandOverBatch? Unsettled(DateOnly day)
    {
        var oldest = Statement.Many(connection, "SELECT batch, id FROM batches WHERE kind = ?1 ORDER BY batch LIMIT 1",
            row => (Number: row.GetInt64(0), Id: row.GetString(1)), (int)BatchKind.Repeated);
        return oldest is [var batch] ? new(day, batch.Number, batch.Id, [.. Rows(batch.Number, int.MaxValue)]) : null;
    }

    /// <summary>Takes what waits out into a new batch; null when nothing does.</summary>
    public HandOverBatch? Take(DateOnly day, string id, HandOverRequest wanted)
    {
        var rows = Bounded(Rows(NoBatch, wanted.MaxRows), wanted.MaxCount);
        if (rows.IsEmpty) return null;
        var kind = wanted.MayRepeat ? BatchKind.Repeated : BatchKind.Once;
        var number = (long)Statement.Once(connection, "INSERT INTO batches (id, kind) VALUES (?1, ?2) RETURNING batch", id, (int)kind)!;
        foreach (var (key, count) in rows)
        {
            Add(NoBatch, key, default(Delivered) - count);
            Add(number, key, count);
        }
        Statement.Once(connection, "DELETE FROM due WHERE batch = ?1 AND impressions = 0 AND clicks = 0", NoBatch);
        return new(day, number, id, rows);
    }

    /// <summary>Ends a batch; back is what waits again. False when it was ended before.</summary>
    public bool Settle(HandOverBatch batch, IEnumerable<HandedRow> handed, IEnumerable<HandOverRow> back)
    {
        if (Statement.Once(connection, "DELETE FROM batches WHERE batch = ?1 AND id = ?2 RETURNING batch", batch.Number, batch.Id) is null) return false;
        Statement.Once(connection, "DELETE FROM due WHERE batch = ?1", batch.Number);
        foreach (var (key, count) in back) Add(NoBatch, key, count);
        foreach (var row in handed) Count(row);
        return true;
    }

    /// <summary>Counts a batch as refused and keeps its rows for people to look at.</summary>
    public bool SetAside(HandOverBatch batch)
    {
        var kept = Statement.Once(connection, "UPDATE batches SET kind = ?3 WHERE batch = ?1 AND id = ?2 AND kind <> ?3 RETURNING batch",
            batch.Number, batch.Id, (int)BatchKind.SetAside);
        if (kept is null) return false;
        foreach (var (key, refused) in batch.Rows) Count(new(key, new(default, refused, default)));
        return true;
    }

    /// <summary>What was being told once when the process ended: nobody knows what became of it.</summary>
    public HandedOver GiveUpOnce()
    {
        const string Told = "SELECT batch FROM batches WHERE kind = ?1";
        var lost = new HandedOver(default, default, Sum($"batch IN ({Told})", (int)BatchKind.Once));
        Statement.Once(connection, $"""
            INSERT INTO handed SELECT hour, campaign, {(int)HandOverOutcome.Unconfirmed}, sum(impressions), sum(clicks)
            FROM due WHERE batch IN ({Told}) GROUP BY hour, campaign
            ON CONFLICT DO UPDATE SET impressions = impressions + excluded.impressions, clicks = clicks + excluded.clicks
            """, (int)BatchKind.Once);
        Statement.Once(connection, $"DELETE FROM due WHERE batch IN ({Told})", (int)BatchKind.Once);
        Statement.Once(connection, "DELETE FROM batches WHERE kind = ?1", (int)BatchKind.Once);
        return lost;
    }

    public HandOverTotals Totals() => new(
        Sum("batch NOT IN (SELECT batch FROM batches WHERE kind = ?1)", (int)BatchKind.SetAside),
        new(Handed(HandOverOutcome.Counted), Handed(HandOverOutcome.Refused), Handed(HandOverOutcome.Unconfirmed)),
        (int)(long)Statement.Once(connection, "SELECT count(*) FROM batches WHERE kind = ?1", (int)BatchKind.SetAside)!);

    public void Dispose()
    {
        add.Dispose();
        count.Dispose();
    }

    private static ImmutableArray<HandOverRow> Bounded(List<HandOverRow> rows, long count)
    {
        var bounded = ImmutableArray.CreateBuilder<HandOverRow>(rows.Count);
        foreach (var row in rows)
        {
            var part = row.Count.AtMost(count);
            if (part.IsNone) break;
            bounded.Add(row with { Count = part });
            count -= part.Sum;
        }
        return bounded.ToImmutable();
    }

    private List<HandOverRow> Rows(long batch, int most) => Statement.Many(connection,
        "SELECT hour, zone, campaign, creative, impressions, clicks FROM due WHERE batch = ?1 ORDER BY hour, zone, campaign, creative LIMIT ?2",
        row => new HandOverRow(
            new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3)), new(row.GetInt64(4), row.GetInt64(5))), batch, most);

    private void Add(long batch, DueKey key, Delivered count) =>
        add.Run(batch, key.Hour, key.Zone, key.Campaign, key.Creative, count.Impressions, count.Clicks);

    private void Count(HandedRow row)
    {
        foreach (var outcome in Enum.GetValues<HandOverOutcome>())
            if (row.Handed.Of(outcome) is { IsNone: false } part) count.Run(row.Key.Hour, row.Key.Campaign, (int)outcome, part.Impressions, part.Clicks);
    }

    private Delivered Handed(HandOverOutcome outcome) =>
        One("SELECT ifnull(sum(impressions), 0), ifnull(sum(clicks), 0) FROM handed WHERE outcome = ?1", (int)outcome);

    private Delivered Sum(string where, int kind) =>
        One($"SELECT ifnull(sum(impressions), 0), ifnull(sum(clicks), 0) FROM due WHERE {where}", kind);

    private Delivered One(string sql, int value) =>
        Statement.Many(connection, sql, row => new Delivered(row.GetInt64(0), row.GetInt64(1)), value).SingleOrDefault();
}
