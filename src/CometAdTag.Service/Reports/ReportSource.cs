using CometAdTag.Service.Ledger;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>
/// Where a report finds each day: in the rollups from when they are made, before in the day's file; so no day is missing and none is there
/// twice. It attaches what it needs to the report's connection, which has the tables, one file of each kind at a time,
/// and runs what is to be done with each month's rollups first.
/// </summary>
internal sealed class ReportSource(SqliteConnection connection, string folder, string onRollups)
{
    private HashSet<DateOnly> rolled = [];
    private string? attached;

    /// <summary>Whether a day was rolled up; if so its rollups are attached.</summary>
    public bool IsRolled(DateOnly day)
    {
        var path = RollupFiles.Path(folder, day);
        if (attached == path && rolled.Contains(day)) return true;
        if (attached is not null) Statement.Once(connection, "DETACH rollup");
        (attached, rolled) = (null, []);
        if (!File.Exists(path)) return false;
        Named(path, () =>
        {
            Statement.Once(connection, "ATTACH ?1 AS rollup", DayFiles.ReadOnly(path));
            attached = path;
            rolled = RollupFiles.Rolled(connection, "rollup");
            if (rolled.Count > 0 && onRollups.Length > 0) Statement.All(connection, onRollups);
        });
        return rolled.Contains(day);
    }

    /// <summary>Does something with the attached rollups.</summary>
    public void WithRollups(Action work) => Named(attached!, work);

    /// <summary>Does something with a day's file; false where there is none.</summary>
    public bool WithFile(DateOnly day, Action work)
    {
        var path = DayFiles.Path(folder, day);
        if (!File.Exists(path)) return false;
        try
        {
            Named(path, () => Statement.Once(connection, "ATTACH ?1 AS day", DayFiles.ReadOnly(path)));
        }
        catch (LedgerUnavailableException) when (!File.Exists(path))
        {
            return false;
        }
        Named(path, work);
        Statement.Once(connection, "DETACH day");
        return true;
    }

    private static void Named(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is SqliteException or LedgerUnavailableException)
        {
            throw new LedgerUnavailableException($"The ledger file {Path.GetFileName(path)} cannot be read: {LedgerFailure.Cause(e)}.", e);
        }
    }
}
