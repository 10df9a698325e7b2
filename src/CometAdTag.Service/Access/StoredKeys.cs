using System.Text.Json.Nodes;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Settings;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Access;

/// <summary>The keys that were made by command, in control.db; names differ in more than case.</summary>
internal sealed class StoredKeys(ControlFile control)
{
    /// <summary>Every request is held against each of them.</summary>
    public const int Most = 1_000;

    /// <summary>Another number whenever a key may have come or gone.</summary>
    public long Version => control.Version;

    /// <summary>By name.</summary>
    public IReadOnlyList<StoredKey> All() => control.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, role, sha256, added_at FROM access_keys ORDER BY name";
        using var rows = command.ExecuteReader();
        var keys = new List<StoredKey>();
        // What another version of this program may know as a role opens nothing here
        while (rows.Read())
            if (RoleRules.Of(rows.GetString(1)) is { } role) keys.Add(Read(rows, role));
        return keys;
    });

    /// <summary>False when there is a key of that name, or as many as there may be.</summary>
    public bool Add(string who, AccessKey key) => control.Write(change =>
    {
        var added = Statement.Once(change.Connection, """
            INSERT INTO access_keys SELECT ?1, ?2, ?3, ?4 WHERE (SELECT count(*) FROM access_keys) < ?5 ON CONFLICT DO NOTHING RETURNING 1
            """, key.Name, Words.Of(key.Role), key.Digest.ToArray(), change.Now.ToUnixTimeMilliseconds(), Most) is not null;
        if (added) change.Audit(who, "key added", key.Name, before: null, Json(Words.Of(key.Role)));
        return added;
    });

    /// <summary>False when there is no key of that name.</summary>
    public bool Revoke(string who, string name) => control.Write(change =>
    {
        var role = (string?)Statement.Once(change.Connection, "DELETE FROM access_keys WHERE name = ?1 RETURNING role", name);
        if (role is not null) change.Audit(who, "key revoked", name, Json(role), after: null);
        return role is not null;
    });

    private static StoredKey Read(SqliteDataReader row, Role role) => new(
        new(row.GetString(0), role, [.. row.GetFieldValue<byte[]>(2)]), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)));

    private static string Json(string role) => new JsonObject { ["role"] = role }.ToJsonString();
}
