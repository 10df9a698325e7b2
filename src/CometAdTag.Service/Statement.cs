using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace CometAdTag.Service;

/// <summary>
/// A prepared statement whose parameters are ?1, ?2, ... in the order they are given: int, long, double, string or byte[]. Bound and stepped
/// by SQLite's own calls, since the ledger runs several for each receipt.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt prepared;

    public Statement(SqliteConnection connection, string sql)
    {
        database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(sqlite3_busy_timeout(database, connection.DefaultTimeout * 1000));
        Check(sqlite3_prepare_v2(database, sql, out prepared));
    }

    /// <summary>How many rows it changed.</summary>
    public int Run(params ReadOnlySpan<object> values)
    {
        Bind(values);
        Finish();
        return sqlite3_changes(database);
    }

    /// <summary>The whole number in the first column of the first row, or null where there is no row.</summary>
    public long? Number(params ReadOnlySpan<object> values)
    {
        Bind(values);
        if (!Step()) return null;
        var number = sqlite3_column_int64(prepared, 0);
        Finish();
        return number;
    }

    /// <summary>Runs a statement that is needed once.</summary>
    public static object? Once(SqliteConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteScalar();
    }

    /// <summary>Runs several statements that are needed once.</summary>
    public static void All(SqliteConnection connection, string sql)
    {
        using var statements = Command(connection, sql, []);
        statements.ExecuteNonQuery();
    }

    /// <summary>Reads all rows of a query that is needed once.</summary>
    public static List<T> Many<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object> values)
    {
        using var command = Command(connection, sql, values);
        using var rows = command.ExecuteReader();
        var all = new List<T>();
        while (rows.Read()) all.Add(read(rows));
        return all;
    }

    public void Dispose() => prepared.Dispose();

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<object> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var at = 0; at < values.Length; at++) command.Parameters.AddWithValue($"?{at + 1}", values[at]);
        return command;
    }

    private void Bind(ReadOnlySpan<object> values)
    {
        for (var at = 0; at < values.Length; at++) Check(Bind(at + 1, values[at]));
    }

    private int Bind(int parameter, object value) => value switch
    {
        int number => sqlite3_bind_int64(prepared, parameter, number),
        long number => sqlite3_bind_int64(prepared, parameter, number),
        double number => sqlite3_bind_double(prepared, parameter, number),
        string text => sqlite3_bind_text(prepared, parameter, text),
        byte[] bytes => sqlite3_bind_blob(prepared, parameter, bytes),
        _ => throw new ArgumentException($"parameter {parameter} is a {value.GetType()}", nameof(value)),
    };

    /// <summary>False after its last row; the next step would run it once more.</summary>
    private bool Step()
    {
        if (sqlite3_step(prepared) == SQLITE_ROW) return true;
        Check(sqlite3_reset(prepared));
        return false;
    }

    private void Finish()
    {
        while (Step())
        {
        }
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
