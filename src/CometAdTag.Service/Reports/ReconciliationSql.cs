using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.Reports;

/// <summary>
/// The statements that bring together what was counted here and what became of it, by hour in UTC since 1970 and campaign, in a table
/// `counts`. In all that add, ?1 and ?2 are the first hour and the first no longer in it; a day's file is attached as `day`, rollups as `rollup`.
/// </summary>
internal static class ReconciliationSql
{
    public const string Counted = "counted", Handed = "handed", Refused = "refused", Unconfirmed = "unconfirmed", Waiting = "waiting", AdServer = "adServer";

    /// <summary>What is compared, each as impressions and clicks.</summary>
    public static readonly string[] Sides = [Counted, Handed, Refused, Unconfirmed, Waiting, AdServer];

    public static readonly string Tables = $"""
        CREATE TABLE counts (hour INTEGER NOT NULL, campaign TEXT NOT NULL,
          {string.Join(", ", Sides.Select(side => $"{side}_impressions INTEGER NOT NULL DEFAULT 0, {side}_clicks INTEGER NOT NULL DEFAULT 0"))},
          PRIMARY KEY (hour, campaign)) WITHOUT ROWID;
        CREATE TABLE days (hour INTEGER PRIMARY KEY, day INTEGER NOT NULL);
        """;

    public static readonly string CountedInFile = Add(Counted, """
        SELECT c.minute / 60 AS hour, s.campaign, c.rendered AS impressions, c.clicks FROM day.counts c JOIN day.series s USING (series)
        WHERE c.minute >= ?1 * 60 AND c.minute < ?2 * 60 AND (c.rendered > 0 OR c.clicks > 0)
        """);

    public static readonly string CountedInRollups = Add(Counted, $"""
        SELECT q.time / 4 AS hour, s.campaign, q.rendered AS impressions, q.clicks FROM rollup.quarters q JOIN rollup.series s USING (series)
        WHERE q.width = {(int)RollupWidth.Campaign} AND q.time >= ?1 * 4 AND q.time < ?2 * 4 AND (q.rendered > 0 OR q.clicks > 0)
        """);

    // What was set aside is counted as refused
    private static readonly string WaitingInFile = Add(Waiting, $"""
        SELECT hour, campaign, impressions, clicks FROM day.due
        WHERE hour >= ?1 AND hour < ?2 AND batch NOT IN (SELECT batch FROM day.batches WHERE kind = {(int)BatchKind.SetAside})
        """);

    /// <summary>In the file until it is deleted, then in the rollups, when nothing waits any more.</summary>
    public static readonly string[] HandedInFile = [WaitingInFile, .. HandedIn("day")], HandedInRollups = HandedIn("rollup");

    /// <summary>?1 to ?4: hour, campaign, impressions and clicks.</summary>
    public static readonly string Told = Add(AdServer, "SELECT ?1 AS hour, ?2 AS campaign, ?3 AS impressions, ?4 AS clicks");

    /// <summary>Takes out the hours that only the ad server counted, where it did not tell all of it.</summary>
    public static readonly string ForgetTheirs =
        $"DELETE FROM counts WHERE {string.Join(" AND ", Sides.Where(side => side != AdServer).Select(side => $"{side}_impressions = 0 AND {side}_clicks = 0"))}";

    /// <summary>The rows of a report: its keys, then each side.</summary>
    public static string Rows(IReadOnlyList<ReportKey> by)
    {
        var keys = string.Join(", ", by.Select(Words.Of));
        var join = by.Contains(ReportKey.Day) ? "JOIN days USING (hour)" : "";
        return $"""
            SELECT {keys}, {string.Join(", ", Sides.Select(side => $"sum({side}_impressions), sum({side}_clicks)"))}
            FROM counts {join} GROUP BY {keys} ORDER BY {keys}
            """;
    }

    private static string[] HandedIn(string file) => Array.ConvertAll(Enum.GetValues<HandOverOutcome>(), outcome => Add(
        outcome switch { HandOverOutcome.Counted => Handed, HandOverOutcome.Refused => Refused, _ => Unconfirmed },
        $"SELECT hour, campaign, impressions, clicks FROM {file}.handed WHERE hour >= ?1 AND hour < ?2 AND outcome = {(int)outcome}"));

    private static string Add(string side, string rows) => $"""
        INSERT INTO counts (hour, campaign, {side}_impressions, {side}_clicks)
        SELECT hour, campaign, sum(impressions), sum(clicks) FROM ({rows}) WHERE true GROUP BY hour, campaign
        ON CONFLICT DO UPDATE SET {side}_impressions = {side}_impressions + excluded.{side}_impressions, {side}_clicks = {side}_clicks + excluded.{side}_clicks
        """;
}
