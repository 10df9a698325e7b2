using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>The day files that are open; only the days whose impressions can still come stay open, three at most.</summary>
internal sealed class DayFiles(string folder) : IDisposable
{
    private readonly Dictionary<DateOnly, DayFile> open = [];

    public static string Path(string folder, DateOnly day) =>
        System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"ledger-{day:yyyy-MM-dd}.db"));

    /// <summary>The files of a folder, the oldest first.</summary>
    public static IEnumerable<(DateOnly Day, string Path)> In(string folder)
    {
        foreach (var path in Directory.GetFiles(folder, "ledger-*.db").Order(StringComparer.Ordinal))
            if (DateOnly.TryParseExact(System.IO.Path.GetFileNameWithoutExtension(path), "'ledger-'yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                yield return (day, path);
    }

    /// <summary>The name to attach a file by that is only read; the connection has to be opened by a URI too.</summary>
    public static string ReadOnly(string path) => $"{new Uri(path).AbsoluteUri}?mode=ro";

    /// <summary>Opens a file that is there as it stands, beside the writer: neither made, nor brought to the present version.</summary>
    public static SqliteConnection Beside(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = new Uri(path).AbsoluteUri, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 2 }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a day's file at start, when there is time to read all of it for damage.</summary>
    public void Check(DateOnly day) => open[day] = DayFile.Open(Path(folder, day), whole: true);

    public DayFile Of(DateOnly day)
    {
        if (!open.TryGetValue(day, out var file)) open[day] = file = DayFile.Open(Path(folder, day), whole: false);
        return file;
    }

    public void Close(DateOnly day)
    {
        if (open.Remove(day, out var file)) file.Dispose();
    }

    public void CloseBut(Func<DateOnly, bool> stays)
    {
        foreach (var day in open.Keys.Where(day => !stays(day)).ToArray()) Close(day);
    }

    public void Dispose() => CloseBut(_ => false);
}
