using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>The tables of a day's file. Receipts are the truth; counts are kept in the same transaction, so a report need not read every receipt.</summary>
internal static class LedgerSchema
{
    public const int Version = 4;

    /// <summary>The first version that knows of the hand-over.</summary>
    public const int WithHandOver = 2;

    /// <summary>The hour of what was handed over before its hour and campaign were kept.</summary>
    private const long UnknownHour = -1;

    private const string Tables = """
        CREATE TABLE series (
          series INTEGER PRIMARY KEY, zone TEXT NOT NULL, campaign TEXT NOT NULL, creative TEXT NOT NULL,
          "trigger" INTEGER NOT NULL, "index" INTEGER NOT NULL,
          UNIQUE (zone, campaign, creative, "trigger", "index"));
        CREATE TABLE websites (zone TEXT PRIMARY KEY, website TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE receipts (
          id BLOB NOT NULL, stage INTEGER NOT NULL, series INTEGER NOT NULL, received_at INTEGER NOT NULL,
          shown INTEGER NOT NULL, reason INTEGER NOT NULL,
          PRIMARY KEY (id, stage)) WITHOUT ROWID;
        CREATE TABLE counts (
          minute INTEGER NOT NULL, series INTEGER NOT NULL, served INTEGER NOT NULL, rendered INTEGER NOT NULL,
          viewable INTEGER NOT NULL, clicks INTEGER NOT NULL, shown INTEGER NOT NULL,
          PRIMARY KEY (minute, series)) WITHOUT ROWID;
        CREATE TABLE refused (
          minute INTEGER NOT NULL, series INTEGER NOT NULL, reason INTEGER NOT NULL, refused INTEGER NOT NULL,
          PRIMARY KEY (minute, series, reason)) WITHOUT ROWID;
        """;

    // Since version 2. Rows of batch 0 wait to be taken into one
    private const string HandOverTables = """
        CREATE TABLE due (
          batch INTEGER NOT NULL, hour INTEGER NOT NULL, zone TEXT NOT NULL, campaign TEXT NOT NULL, creative TEXT NOT NULL,
          impressions INTEGER NOT NULL, clicks INTEGER NOT NULL,
          PRIMARY KEY (batch, hour, zone, campaign, creative)) WITHOUT ROWID;
        CREATE TABLE batches (batch INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL);
        CREATE TABLE handed (outcome INTEGER PRIMARY KEY, impressions INTEGER NOT NULL, clicks INTEGER NOT NULL);
        """;

    /// <summary>What became of what was handed over; since version 4, before it had only the outcome. Rollups have it too.</summary>
    public const string HandedTable = """
        CREATE TABLE handed (
          hour INTEGER NOT NULL, campaign TEXT NOT NULL, outcome INTEGER NOT NULL, impressions INTEGER NOT NULL, clicks INTEGER NOT NULL,
          PRIMARY KEY (hour, campaign, outcome)) WITHOUT ROWID;
        """;

    // Since version 4, with the fates of what was never rendered, and a holdout
    private static readonly string HandedHours = $"""
        ALTER TABLE handed RENAME TO handed_before;
        {HandedTable}
        INSERT INTO handed SELECT {UnknownHour}, '', outcome, impressions, clicks FROM handed_before;
        DROP TABLE handed_before;
        """;

    /// <summary>Makes the tables in an empty file and those that an older version lacks, or checks that they are of this version.</summary>
    public static void Prepare(SqliteConnection connection) => FileSchema.Prepare(
        connection, (1, Tables), (WithHandOver, HandOverTables), (Version, HandedHours + Fates.ColumnsOf("counts") + HoldoutTable.Sql));
}
