using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Settings;

/// <summary>The tables of control.db.</summary>
internal static class ControlFileSchema
{
    public const int Version = 1;

    // Names of keys differ in more than case, as those of the settings do
    private const string Tables = """
        CREATE TABLE access_keys (
          name TEXT PRIMARY KEY COLLATE NOCASE, role TEXT NOT NULL, sha256 BLOB NOT NULL UNIQUE, added_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE settings_entries (
          kind TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL,
          PRIMARY KEY (kind, id)) WITHOUT ROWID;
        CREATE TABLE audit (
          id INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL,
          before TEXT, after TEXT);
        CREATE INDEX audit_at ON audit (at);
        """;

    /// <summary>Makes the tables in an empty file, or checks that they are of this version.</summary>
    public static void Prepare(SqliteConnection connection)
    {
        Statement.Once(connection, "PRAGMA journal_mode = WAL");
        Statement.Once(connection, "PRAGMA synchronous = FULL");
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = (long)Statement.Once(connection, "PRAGMA user_version")!;
        var empty = Statement.Once(connection, "SELECT 1 FROM sqlite_schema") is null;
        if (version != Version && !(version == 0 && empty))
            throw new InvalidDataException($"it has schema version {version}, this program writes version {Version}");
        if (empty) Create(connection);
        transaction.Commit();
    }

    private static void Create(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"{Tables} PRAGMA user_version = {Version};";
        command.ExecuteNonQuery();
    }
}
