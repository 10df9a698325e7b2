using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>The tables of a day's file. Receipts are the truth; counts are kept in the same transaction, so a report need not read every receipt.</summary>
internal static class LedgerSchema
{
    public const int Version = 4;

    /// <summary>The first version that knows of the hand-over.</summary>
    public const int WithHandOver = 2;

    /// <summary>The first version that tells what was handed over by hour and campaign.</summary>
    private const int WithHandedHours = 4;

    /// <summary>The hour of what was handed over before its hour and campaign were kept.</summary>
    private const long UnknownHour = -1;

    /// <summary>The first version that knows of a holdout.</summary>
    private const int WithHoldout = 4;

    /// <summary>The first version that counts the fates of what was never rendered.</summary>
    private const int WithFates = 4;

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
        """;

    /// <summary>What became of what was handed over; since version 4, before it had only the outcome. Rollups have it too.</summary>
    public const string HandedTable = """
        CREATE TABLE handed (
          hour INTEGER NOT NULL, campaign TEXT NOT NULL, outcome INTEGER NOT NULL, impressions INTEGER NOT NULL, clicks INTEGER NOT NULL,
          PRIMARY KEY (hour, campaign, outcome)) WITHOUT ROWID;
        """;

    private static readonly string KeepHanded = $"""
        ALTER TABLE handed RENAME TO handed_before;
        {HandedTable}
        INSERT INTO handed SELECT {UnknownHour}, '', outcome, impressions, clicks FROM handed_before;
        DROP TABLE handed_before;
        """;

    // Since version 4
    private static readonly string FateColumns = Fates.ColumnsOf("counts");

    /// <summary>Makes the tables in an empty file, those that an older version lacks, or checks that they are of this version; writes in any case, so it fails where a commit would.</summary>
    public static void Prepare(SqliteConnection connection)
    {
        Statement.Once(connection, "PRAGMA journal_mode = WAL");
        Statement.Once(connection, "PRAGMA synchronous = FULL");
        Statement.Once(connection, "BEGIN IMMEDIATE");
        var version = (long)Statement.Once(connection, "PRAGMA user_version")!;
        var empty = Statement.Once(connection, "SELECT 1 FROM sqlite_schema") is null;
        if (version is < 1 or > Version && !(version == 0 && empty))
            throw new LedgerUnavailableException($"it has schema version {version}, this program writes version {Version}");
        if (empty) Statement.All(connection, Tables);
        if (version < WithHandOver) Statement.All(connection, HandOverTables);
        if (version < WithHandedHours) Statement.All(connection, version < WithHandOver ? HandedTable : KeepHanded);
        if (version < WithFates) Statement.All(connection, FateColumns);
        if (version < WithHoldout) Statement.All(connection, HoldoutTable.Sql);
        Statement.Once(connection, $"PRAGMA user_version = {Version}");
        Statement.Once(connection, "COMMIT");
    }
}
