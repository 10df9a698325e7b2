using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Settings;

/// <summary>One durable transaction on control.db, and its rows in the audit.</summary>
internal sealed class ControlFileChange(SqliteConnection connection, DateTimeOffset now)
{
    private const int KeepRows = 1_000_000;
    private static readonly TimeSpan Keep = TimeSpan.FromDays(400);

    /// <summary>Open in the transaction.</summary>
    public SqliteConnection Connection => connection;

    public DateTimeOffset Now => now;

    /// <summary>Says who changed what; before and after are JSON and hold no secret. Rows past the audit's bounds go.</summary>
    public void Audit(string who, string what, string subject, string? before, string? after)
    {
        Statement.Once(connection, "INSERT INTO audit (at, who, what, subject, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            now.ToUnixTimeMilliseconds(), who, what, subject, OrNull(before), OrNull(after));
        Statement.Once(connection, "DELETE FROM audit WHERE at < ?1", (now - Keep).ToUnixTimeMilliseconds());
        Statement.Once(connection, "DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - ?1", KeepRows);
    }

    private static object OrNull(string? text) => (object?)text ?? DBNull.Value;
}
