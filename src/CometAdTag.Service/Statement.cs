using Microsoft.Data.Sqlite;

namespace CometAdTag.Service;

/// <summary>A prepared statement whose parameters are ?1, ?2, ... in the order they are given.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand command;

    public Statement(SqliteConnection connection, string sql, int parameters = 0)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
        command.Prepare();
    }

    /// <summary>How many rows it changed.</summary>
    public int Run(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row, or null.</summary>
    public object? Value(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return command.ExecuteScalar();
    }

    /// <summary>Runs a statement that is needed once.</summary>
    public static object? Once(SqliteConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        using var statement = new Statement(connection, sql, values.Length);
        return statement.Value(values);
    }

    /// <summary>Runs several statements that are needed once.</summary>
    public static void All(SqliteConnection connection, string sql)
    {
        using var statements = connection.CreateCommand();
        statements.CommandText = sql;
        statements.ExecuteNonQuery();
    }

    /// <summary>Reads all rows of a query that is needed once.</summary>
    public static List<T> Many<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object> values)
    {
        using var statement = new Statement(connection, sql, values.Length);
        statement.Bind(values);
        using var rows = statement.command.ExecuteReader();
        var all = new List<T>();
        while (rows.Read()) all.Add(read(rows));
        return all;
    }

    public void Dispose() => command.Dispose();

    private void Bind(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
    }
}
