using CometAdTag.Rotation.Impressions;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Benchmarks.Receipts;

/// <summary>The rows alone: one prepared insert into the same table of an SQLite file, as durable (WAL, synchronous FULL), many to a transaction.</summary>
internal static class PlainInsert
{
    private const string Table = """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE receipts (
          id BLOB NOT NULL, stage INTEGER NOT NULL, series INTEGER NOT NULL, received_at INTEGER NOT NULL, shown INTEGER NOT NULL, reason INTEGER NOT NULL,
          PRIMARY KEY (id, stage)) WITHOUT ROWID;
        """;

    /// <summary>Rows a second.</summary>
    public static double Run(string folder, IReadOnlyList<ImpressionId> ids, int batch)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, Path.GetRandomFileName())};Pooling=False");
        connection.Open();
        using (var table = connection.CreateCommand())
        {
            table.CommandText = Table;
            table.ExecuteNonQuery();
        }
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO receipts VALUES (@id, 1, 1, 0, 0, 0) ON CONFLICT DO NOTHING";
        var id = insert.Parameters.Add("@id", SqliteType.Blob, ImpressionId.Size);
        var bytes = new byte[ImpressionId.Size];
        var start = TimeProvider.System.GetTimestamp();
        foreach (var some in ids.Chunk(batch))
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var one in some)
            {
                one.Write(bytes);
                id.Value = bytes;
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        return ids.Count / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }
}
