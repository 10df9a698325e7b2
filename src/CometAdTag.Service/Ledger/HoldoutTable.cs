using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>The sums of a holdout in a day's file; a month's rollups have the same table. The caller has the transaction.</summary>
internal sealed class HoldoutTable(SqliteConnection connection) : IDisposable
{
    public const string Sql = """
        CREATE TABLE IF NOT EXISTS holdout (
          hour INTEGER NOT NULL, website TEXT NOT NULL, arm INTEGER NOT NULL, "group" INTEGER NOT NULL,
          pages INTEGER NOT NULL, served INTEGER NOT NULL, rendered INTEGER NOT NULL, viewable INTEGER NOT NULL, clicks INTEGER NOT NULL,
          shown INTEGER NOT NULL, earned INTEGER NOT NULL,
          PRIMARY KEY (hour, website, arm, "group")) WITHOUT ROWID;
        """;

    private readonly Statement add = new(connection, """
        INSERT INTO holdout VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO UPDATE SET
          pages = pages + ?5, served = served + ?6, rendered = rendered + ?7, viewable = viewable + ?8, clicks = clicks + ?9,
          shown = shown + ?10, earned = earned + ?11
        """);

    public void Add(in GroupKey key, in GroupSum sum) => add.Run(
        key.Hour, key.Website, (int)key.Group.Arm, key.Group.Number, sum.Pages, sum.Tally.Served, sum.Tally.Rendered, sum.Tally.Viewable,
        sum.Tally.Clicks, sum.Tally.Shown, sum.Earned);

    public void Dispose() => add.Dispose();
}
