using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>The files of rollups: one a month, by UTC.</summary>
internal static class RollupFiles
{
    public static string Path(string folder, DateOnly day) =>
        System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"rollup-{day:yyyy-MM}.db"));

    /// <summary>The files of a folder, the oldest first; the day is the first of the month.</summary>
    public static IEnumerable<(DateOnly Month, string Path)> In(string folder)
    {
        foreach (var path in Directory.GetFiles(folder, "rollup-*.db").Order(StringComparer.Ordinal))
            if (DateOnly.TryParseExact(System.IO.Path.GetFileNameWithoutExtension(path), "'rollup-'yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
                yield return (month, path);
    }

    /// <summary>The days of a month's file that reports read from it.</summary>
    public static HashSet<DateOnly> Rolled(string path)
    {
        try
        {
            using var connection = DayFiles.Beside(path);
            return Rolled(connection, "main");
        }
        catch (Exception e) when (e is SqliteException or LedgerUnavailableException)
        {
            throw new LedgerUnavailableException($"The rollup file {path} cannot be read: {LedgerFailure.Cause(e)}.", e);
        }
    }

    /// <summary>The same, of a file that a connection has attached under this name. A file that nothing was written to yet has none.</summary>
    public static HashSet<DateOnly> Rolled(SqliteConnection connection, string name)
    {
        var version = (long)Statement.Once(connection, $"PRAGMA {name}.user_version")!;
        if (version is < 0 or > RollupSchema.Version)
            throw new LedgerUnavailableException($"it has schema version {version}, this program reads version {RollupSchema.Version}");
        return version == 0 ? [] : [.. Statement.Many(connection, $"SELECT day FROM {name}.rolled", row => LedgerTime.Day(row.GetInt64(0)))];
    }
}
