using System.Text.Json;
using CometAdTag.Service.Settings;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Access;

/// <summary>Which entries of the audit: from is in it, to is not (Unix ms), and neither is the id before.</summary>
internal sealed record AuditQuery(long From, long To, long Before, int Limit)
{
    public AuditPage Run(ControlFile control) => control.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT id, at, who, what, subject, before, after FROM audit
            WHERE id < $before AND at >= $from AND at < $to ORDER BY id DESC LIMIT $limit + 1
            """;
        command.Parameters.AddWithValue("$before", Before);
        command.Parameters.AddWithValue("$from", From);
        command.Parameters.AddWithValue("$to", To);
        command.Parameters.AddWithValue("$limit", Limit);
        using var rows = command.ExecuteReader();
        var entries = new List<AuditEntry>();
        while (rows.Read()) entries.Add(Entry(rows));
        return entries.Count <= Limit ? new AuditPage(entries, null) : new(entries[..Limit], entries[Limit - 1].Id);
    });

    private static AuditEntry Entry(SqliteDataReader row) => new(
        row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetString(2), row.GetString(3), row.GetString(4),
        Json(row, 5), Json(row, 6));

    private static JsonElement? Json(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : JsonElement.Parse(row.GetString(column));
}
