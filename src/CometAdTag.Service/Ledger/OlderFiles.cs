using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>Brings the files that an older version wrote up to this one, before anything reads them.</summary>
internal static class OlderFiles
{
    public static void BringUp(string folder, ILogger logger)
    {
        foreach (var (_, path) in DayFiles.In(folder)) BringUp(path, LedgerSchema.Version, () => DayFile.Open(path, whole: false), logger);
        foreach (var (_, path) in RollupFiles.In(folder)) BringUp(path, RollupSchema.Version, () => RollupSchema.Open(path), logger);
    }

    private static void BringUp(string path, int version, Func<IDisposable> open, ILogger logger)
    {
        try
        {
            var found = VersionOf(path);
            if (found == 0 || found >= version) return;
            open().Dispose();
            logger.LogInformation("{Path} is brought up to version {Version}", path, version);
        }
        catch (Exception e) when (e is SqliteException or LedgerUnavailableException)
        {
            // Today's file is opened next, and ends the start if it cannot be used; reports of another one say so
            logger.LogError("{Path} cannot be brought up to version {Version}, so nothing of it can be reported: {Cause}", path, version, LedgerFailure.Cause(e));
        }
    }

    private static long VersionOf(string path)
    {
        using var connection = DayFiles.Beside(path);
        return (long)Statement.Once(connection, "PRAGMA user_version")!;
    }
}
