using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>A database of a report's own, on temporary disk: what does not fit its cache is not kept in memory. It is gone when it is closed.</summary>
internal static class ReportDatabase
{
    public static SqliteConnection Open()
    {
        var connection = new SqliteConnection("Data Source=file:;Pooling=False;Default Timeout=2");
        try
        {
            connection.Open();
            foreach (var pragma in (string[])["journal_mode = OFF", "synchronous = OFF", "cache_size = -32768"])
                Statement.Once(connection, $"PRAGMA main.{pragma}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
