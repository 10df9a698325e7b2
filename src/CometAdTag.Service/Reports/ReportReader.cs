using CometAdTag.Service.Ledger;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>Adds up the days of a report over connections of its own, which only read and never hold the writer up.</summary>
internal sealed class ReportReader(Ledger.Ledger ledger, Prices prices, TimeProvider time)
{
    private const int MinutesAQuarter = 15, MinutesADay = 24 * 60;

    /// <summary>Rows of an answer, which may take a gigabyte of temporary disk.</summary>
    public int MostRows { get; init; } = 5_000_000;

    /// <summary>Everything counted before the call is in it, as it is in the metrics.</summary>
    public async Task<ReportTable> Read(ReportQuery query, CancellationToken ct)
    {
        await ledger.Flush(ct);
        var connection = ReportDatabase.Open();
        try
        {
            return AddUp(connection, query, ct);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private ReportTable AddUp(SqliteConnection connection, ReportQuery asked, CancellationToken ct)
    {
        var sql = new ReportSql(asked);
        Prepare(connection, sql);
        var source = new ReportSource(connection, ledger.Folder, ReportSql.Price);
        var query = asked.Widened(source.IsRolled);
        if (query.By.Any(key => key is ReportKey.Hour or ReportKey.Day)) new ReportTimes(query).Fill(connection);
        var (isFinal, changed) = (true, 0L);
        foreach (var (day, from, to) in query.Days)
        {
            ct.ThrowIfCancellationRequested();
            int AddRollups(string statement, long unit) => Add(connection, statement, from / unit, to / unit);
            void FromRollups() => source.WithRollups(() => changed += !query.SplitsDays && ReportQuery.IsWholeDay(from, to)
                ? AddRollups(sql.AddDays, MinutesADay)
                : AddRollups(sql.AddQuarters, MinutesAQuarter));
            if (source.IsRolled(day)) FromRollups();
            else if (source.WithFile(day, () => changed += Add(connection, sql.AddFile, from, to))) isFinal = false;
            // Rolled up and deleted meanwhile
            else if (source.IsRolled(day)) FromRollups();
            else isFinal &= LedgerTime.IsOver(day, time.GetUtcNow());
            if (changed > MostRows && (long)Statement.Once(connection, "SELECT count(*) FROM report")! > MostRows) throw new ReportTooLargeException(MostRows);
        }
        return new(new ReportColumns(query), query, connection, isFinal);
    }

    private void Prepare(SqliteConnection connection, ReportSql sql)
    {
        Statement.All(connection, sql.Tables);
        using var add = new Statement(connection, "INSERT INTO prices VALUES (?1, ?2)");
        foreach (var campaign in prices.Now.Campaigns.Values)
            if (campaign.Ecpm is { } ecpm) add.Run(campaign.Id, (double)ecpm);
    }

    private int Add(SqliteConnection connection, string statement, long from, long to)
    {
        using var add = new Statement(connection, statement);
        return add.Run(from, to, MostRows + 1L);
    }
}
