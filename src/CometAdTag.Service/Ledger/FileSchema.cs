using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>How a file of the ledger gets its tables, and one of an older version those that came since; the steps are in the order of their versions.</summary>
internal static class FileSchema
{
    /// <summary>Makes what the file lacks, or checks that it is of this version; writes in any case, so it fails where a commit would.</summary>
    public static void Prepare(SqliteConnection connection, params (int Version, string Sql)[] steps)
    {
        Statement.Once(connection, "PRAGMA journal_mode = WAL");
        Statement.Once(connection, "PRAGMA synchronous = FULL");
        Statement.Once(connection, "BEGIN IMMEDIATE");
        var (found, newest) = ((long)Statement.Once(connection, "PRAGMA user_version")!, steps[^1].Version);
        var isEmpty = Statement.Once(connection, "SELECT 1 FROM sqlite_schema") is null;
        if ((found < 1 || found > newest) && !(found == 0 && isEmpty))
            throw new LedgerUnavailableException($"it has schema version {found}, this program writes version {newest}");
        foreach (var (version, sql) in steps)
            if (found < version) Statement.All(connection, sql);
        Statement.Once(connection, $"PRAGMA user_version = {newest}");
        Statement.Once(connection, "COMMIT");
    }
}
