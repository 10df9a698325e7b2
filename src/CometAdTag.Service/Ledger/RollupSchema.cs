using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>
/// The tables of a month's rollups. Quarters counts by quarter of an hour since 1970, days by UTC day since 1970, both in each width; a series
/// of a narrower width has '' and -1 where it does not tell apart. Only what the days in `rolled` have is good.
/// </summary>
internal static class RollupSchema
{
    public const int Version = 2;

    /// <summary>The first version that keeps what was handed over to the ad server, of the days whose own files are deleted.</summary>
    private const int WithHanded = 2;

    /// <summary>The first version that knows of a holdout.</summary>
    private const int WithHoldout = 2;

    /// <summary>The first version that counts the fates of what was never rendered.</summary>
    private const int WithFates = 2;

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

    // Since version 2
    private static readonly string FateColumns = Fates.ColumnsOf("quarters") + Fates.ColumnsOf("days");

    /// <summary>Opens a month's file for its one writer and makes it if there is none.</summary>
    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = new Uri(path).AbsoluteUri, Pooling = false, DefaultTimeout = 2 }.ToString());
        try
        {
            connection.Open();
            Prepare(connection);
            return connection;
        }
        catch (Exception e) when (e is SqliteException or LedgerUnavailableException)
        {
            connection.Dispose();
            throw new LedgerUnavailableException($"The rollup file {path} cannot be used: {LedgerFailure.Cause(e)}.", e);
        }
    }

    private static void Prepare(SqliteConnection connection)
    {
        Statement.Once(connection, "PRAGMA journal_mode = WAL");
        Statement.Once(connection, "PRAGMA synchronous = FULL");
        // A day is one commit: what it wrote is moved into the file when it is closed, not while others wait for the commit
        Statement.Once(connection, "PRAGMA wal_autocheckpoint = 0");
        Statement.Once(connection, "BEGIN IMMEDIATE");
        var version = (long)Statement.Once(connection, "PRAGMA user_version")!;
        var empty = Statement.Once(connection, "SELECT 1 FROM sqlite_schema") is null;
        if (version is < 1 or > Version && !(version == 0 && empty))
            throw new LedgerUnavailableException($"it has schema version {version}, this program writes version {Version}");
        if (empty) Statement.All(connection, Tables);
        if (version < WithHanded) Statement.All(connection, LedgerSchema.HandedTable);
        if (version < WithFates) Statement.All(connection, FateColumns);
        if (version < WithHoldout) Statement.All(connection, HoldoutTable.Sql);
        Statement.Once(connection, $"PRAGMA user_version = {Version}");
        Statement.Once(connection, "COMMIT");
    }
}
