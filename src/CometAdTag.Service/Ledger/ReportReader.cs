using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>Adds up the day files of a report over connections of its own, which only read and never hold the writer up.</summary>
internal sealed class ReportReader(Ledger ledger)
{
    public const int MaxRows = 100_000;

    /// <summary>Everything counted before the call is in it, as it is in the metrics.</summary>
    public async Task<ReportTable> Read(ReportQuery query, CancellationToken ct)
    {
        await ledger.Flush(ct);
        var connection = new SqliteConnection("Data Source=file::memory:;Pooling=False");
        try
        {
            connection.Open();
            AddUp(connection, query, ct);
            return new(query, connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private void AddUp(SqliteConnection connection, ReportQuery query, CancellationToken ct)
    {
        var sql = new ReportSql(query.By);
        Statement.Once(connection, sql.Table);
        foreach (var path in query.Days.Select(day => DayFiles.Path(ledger.Folder, day)).Where(File.Exists))
        {
            ct.ThrowIfCancellationRequested();
            Statement.Once(connection, "ATTACH ?1 AS day", $"{new Uri(path).AbsoluteUri}?mode=ro");
            Statement.Once(connection, sql.AddDay, query.FromMinute, query.ToMinute, MaxRows + 1);
            Statement.Once(connection, "DETACH day");
            if ((long)Statement.Once(connection, "SELECT count(*) FROM report")! > MaxRows) throw new ReportTooLargeException(MaxRows);
        }
    }
}
