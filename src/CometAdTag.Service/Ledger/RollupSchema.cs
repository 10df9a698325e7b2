using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>
/// The tables of a month's rollups. Quarters counts by quarter of an hour since 1970, days by UTC day since 1970, both in each width; a series
/// of a narrower width has '' and -1 where it does not tell apart. Only what the days in `rolled` have is good.
/// </summary>
internal static class RollupSchema
{
    public const int Version = 2;

    private const string Counts = """
        (width INTEGER NOT NULL, time INTEGER NOT NULL, series INTEGER NOT NULL, served INTEGER NOT NULL, rendered INTEGER NOT NULL,
         viewable INTEGER NOT NULL, clicks INTEGER NOT NULL, shown INTEGER NOT NULL, refused INTEGER NOT NULL,
         PRIMARY KEY (width, time, series)) WITHOUT ROWID
        """;

    // Carried: what the months before this one had, once their files are deleted; it counts in the oldest file only
    private const string Tables = $"""
        CREATE TABLE series (
          series INTEGER PRIMARY KEY, website TEXT NOT NULL, zone TEXT NOT NULL, campaign TEXT NOT NULL, creative TEXT NOT NULL,
          "trigger" INTEGER NOT NULL, "index" INTEGER NOT NULL,
          UNIQUE (website, zone, campaign, creative, "trigger", "index"));
        CREATE TABLE quarters {Counts};
        CREATE TABLE days {Counts};
        CREATE TABLE refused (
          quarter INTEGER NOT NULL, series INTEGER NOT NULL, reason INTEGER NOT NULL, refused INTEGER NOT NULL,
          PRIMARY KEY (quarter, series, reason)) WITHOUT ROWID;
        CREATE TABLE rolled (day INTEGER PRIMARY KEY);
        CREATE TABLE carried (campaign TEXT PRIMARY KEY, impressions INTEGER NOT NULL, clicks INTEGER NOT NULL) WITHOUT ROWID;
        """;

    // Since version 2: what was handed over of the days whose own files are deleted, the fates of what was never rendered, and a holdout
    private static readonly string Later = LedgerSchema.HandedTable + Fates.ColumnsOf("quarters") + Fates.ColumnsOf("days") + HoldoutTable.Sql;

    /// <summary>Opens a month's file for its one writer and makes it if there is none.</summary>
    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = new Uri(path).AbsoluteUri, Pooling = false, DefaultTimeout = 2 }.ToString());
        try
        {
            connection.Open();
            // A day is one commit: what it wrote is moved into the file when it is closed, not while others wait for the commit
            Statement.Once(connection, "PRAGMA wal_autocheckpoint = 0");
            FileSchema.Prepare(connection, (1, Tables), (Version, Later));
            return connection;
        }
        catch (Exception e) when (e is SqliteException or LedgerUnavailableException)
        {
            connection.Dispose();
            throw new LedgerUnavailableException($"The rollup file {path} cannot be used: {LedgerFailure.Cause(e)}.", e);
        }
    }
}
