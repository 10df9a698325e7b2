using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>Finds at start what earlier runs have not handed over, however many days ago.</summary>
internal sealed class HandOverFiles(string folder, HandOverState state, ILogger logger)
{
    public void Read()
    {
        foreach (var (day, path) in DayFiles.In(folder))
        {
            try
            {
                Read(day, path);
            }
            catch (SqliteException e)
            {
                logger.LogError("What {Path} has to hand over is left out: {Cause}", path, LedgerFailure.Cause(e));
            }
        }
    }

    private void Read(DateOnly day, string path)
    {
        using var connection = DayFiles.Beside(path);
        if ((long)Statement.Once(connection, "PRAGMA user_version")! < LedgerSchema.WithHandOver) return;
        using var table = new HandOverTable(connection);
        Statement.Once(connection, "BEGIN IMMEDIATE");
        var lost = table.GiveUpOnce();
        var totals = table.Totals();
        Statement.Once(connection, "COMMIT");
        state.Found(day, totals, lost);
    }
}
