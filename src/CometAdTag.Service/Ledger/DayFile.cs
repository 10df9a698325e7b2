using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>The ledger of one UTC day, open for its one writer. After a failure it must be disposed, which undoes what was not committed.</summary>
internal sealed class DayFile : IDisposable
{
    private readonly string path;
    private readonly SqliteConnection connection;
    private readonly SeriesTable series;
    private readonly HandOverTable handOver;
    private readonly HoldoutTable holdout;
    private readonly Statement begin, commit, addReceipt, addCounts, addRefused, setWebsite, known;
    private readonly Dictionary<Fate, Statement> addFate;
    private readonly byte[] id = new byte[ImpressionId.Size];

    private DayFile(string path, SqliteConnection connection)
    {
        (this.path, this.connection) = (path, connection);
        series = new(connection);
        handOver = new(connection);
        holdout = new(connection);
        begin = new(connection, "BEGIN IMMEDIATE");
        commit = new(connection, "COMMIT");
        addReceipt = new(connection, "INSERT INTO receipts VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING");
        addCounts = new(connection, """
            INSERT INTO counts (minute, series, served, rendered, viewable, clicks, shown) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET
              served = served + ?3, rendered = rendered + ?4, viewable = viewable + ?5, clicks = clicks + ?6, shown = shown + ?7
            """);
        addRefused = new(connection,
            "INSERT INTO refused VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET refused = refused + ?4");
        setWebsite = new(connection, """
            INSERT INTO websites VALUES (?1, ?2) ON CONFLICT DO UPDATE SET website = ?2 WHERE website <> ?2
            """);
        known = new(connection, $"SELECT ifnull(sum(1 << stage), 0) FROM receipts WHERE id = ?1 AND (1 << stage) & {Fates.Stages}");
        addFate = Fates.Counted.ToDictionary(fate => fate, fate => new Statement(connection, $"""
            INSERT INTO counts (minute, series, served, rendered, viewable, clicks, shown, {Words.Of(fate)}) VALUES (?1, ?2, 0, 0, 0, 0, 0, ?3)
            ON CONFLICT DO UPDATE SET {Words.Of(fate)} = {Words.Of(fate)} + ?3
            """));
    }

    /// <summary>Opens a day's file and makes it if there is none; whole reads all of it for damage first.</summary>
    public static DayFile Open(string path, bool whole)
    {
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            // seconds: nobody else writes, so only a program that does not belong here can hold it longer
            DefaultTimeout = 2,
        }.ToString());
        try
        {
            opened.Open();
            if (whole && Statement.Once(opened, "PRAGMA quick_check(1)") is not "ok")
                throw new LedgerUnavailableException("it is damaged; move it away to start with a new one");
            LedgerSchema.Prepare(opened);
            return new(path, opened);
        }
        catch (Exception e) when (e is SqliteException or LedgerUnavailableException)
        {
            opened.Dispose();
            throw new LedgerUnavailableException($"The ledger file {path} cannot be used: {LedgerFailure.Cause(e)}.", e);
        }
    }

    /// <summary>Keeps all of it in one durable transaction, or nothing; what is new is handed over if wanted, and earns what the campaigns pay.</summary>
    public Committed Commit(Counts pending, IReadOnlyList<LedgerRow> rows, bool handsOver, Snapshot campaigns)
    {
        begin.Run();
        var counted = new Counts { Due = handsOver ? [] : null, Campaigns = campaigns };
        var written = new Written[rows.Count];
        for (var i = 0; i < rows.Count; i++) written[i] = Add(rows[i], counted);
        var ended = 0;
        foreach (var (impression, fate) in pending.Ended)
            if (Add(impression, fate, counted)) ended++;
        counted.Add(pending);
        Add(counted);
        CheckThere();
        commit.Run();
        return new(written, ended, counted.Unrendered);
    }

    /// <summary>Does something with the hand-over in one durable transaction.</summary>
    public T HandOver<T>(Func<HandOverTable, T> work)
    {
        begin.Run();
        var result = work(handOver);
        CheckThere();
        commit.Run();
        return result;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[begin, commit, addReceipt, addCounts, addRefused, setWebsite, known, .. addFate.Values]) statement.Dispose();
        handOver.Dispose();
        holdout.Dispose();
        series.Dispose();
        connection.Dispose();
    }

    /// <summary>What is written to an open file that was deleted or moved away works, and nobody finds it again.</summary>
    private void CheckThere()
    {
        if (!File.Exists(path)) throw new LedgerUnavailableException($"The ledger file {path} is gone while it was in use; nothing is kept until it can be opened again.");
    }

    private Written Add(LedgerRow row, Counts counted)
    {
        if (!Insert(row, counted)) return Written.Duplicate;
        var implied = row.Stage is Stage.Viewable or Stage.Ended
            && Insert(row with { Stage = Stage.Rendered, Shown = 0, Reason = EndedReason.None }, counted);
        return implied ? Written.NewWithRendered : Written.New;
    }

    private bool Insert(LedgerRow row, Counts counted)
    {
        row.Impression.Id.Write(id);
        var seriesId = series.Id(Series.Of(row.Impression));
        if (addReceipt.Run(id, (int)row.Stage, seriesId, row.ReceivedAt, row.Shown, (int)row.Reason) == 0) return false;
        counted.Add(row.Impression, Tally.Of(row));
        counted.AddGroup(row);
        counted.AddDue(row);
        if (Fates.Decides(row.Stage)) Decide(row.Impression, known.Number(id)!.Value, (int)row.Stage, counted);
        return true;
    }

    /// <summary>Keeps what the service saw, if that says more than is known.</summary>
    private bool Add(Impression impression, Fate fate, Counts counted)
    {
        impression.Id.Write(id);
        var (seriesId, stage) = (series.Id(Series.Of(impression)), Fates.StageOf(fate));
        var before = known.Number(id)!.Value;
        var stages = before | (1L << stage);
        if (Fates.Of(stages) == Fates.Of(before)) return false;
        addReceipt.Run(id, stage, seriesId, impression.Id.IssuedAt, 0, 0);
        Decide(impression, stages, stage, counted);
        return true;
    }

    /// <summary>A row was added to those that make these stages: its impression may have another fate now.</summary>
    private static void Decide(Impression impression, long stages, int added, Counts counted) =>
        counted.AddFate(impression, Fates.Of(stages & ~(1L << added)), Fates.Of(stages));

    private void Add(Counts counts)
    {
        foreach (var (zone, website) in counts.Websites) setWebsite.Run(zone, website);
        foreach (var ((minute, key), t) in counts.Tallies)
            addCounts.Run(minute, series.Id(key), t.Served, t.Rendered, t.Viewable, t.Clicks, t.Shown);
        foreach (var ((minute, key, reason), count) in counts.Refused)
            addRefused.Run(minute, series.Id(key), (int)reason, count);
        foreach (var ((minute, key, fate), more) in counts.Unrendered)
            if (more != 0) addFate[fate].Run(minute, series.Id(key), more);
        foreach (var (key, sum) in counts.Groups) holdout.Add(key, sum);
        foreach (var (key, count) in counts.Due ?? []) handOver.Add(key, count);
    }
}
