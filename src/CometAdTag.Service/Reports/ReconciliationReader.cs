using CometAdTag.Service.AdServer;
using CometAdTag.Service.Ledger;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>Compares what was counted here, and what became of it, with what the ad server says, by whole hours in UTC.</summary>
internal sealed class ReconciliationReader(Ledger.Ledger ledger, AdServerCounts adServer, TimeProvider time)
{
    private const int MinutesAnHour = 60;

    /// <summary>Hours of campaigns in one answer.</summary>
    public int MostRows { get; init; } = 5_000_000;

    /// <summary>The first hour of which the ad server's numbers are not complete; null where it cannot tell any.</summary>
    public long? Until => adServer.Way is { } way ? (time.GetUtcNow() - way.Behind).ToUnixTimeSeconds() / 3600 : null;

    /// <summary>Of the hours asked for, those that can be compared; all of them where the ad server cannot tell.</summary>
    public async Task<Reconciliation> Read(ReportQuery asked, CancellationToken ct)
    {
        await ledger.Flush(ct);
        var query = Hours(asked);
        var connection = ReportDatabase.Open();
        try
        {
            Statement.All(connection, ReconciliationSql.Tables);
            ReconciliationTimes.Fill(connection, query);
            AddOurs(connection, query, ct);
            return new(connection, query, adServer.Way?.Name, await AddTheirs(connection, query, ct));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private ReportQuery Hours(ReportQuery asked)
    {
        var first = asked.FromMinute / MinutesAnHour;
        var next = Math.Min((asked.ToMinute + MinutesAnHour - 1) / MinutesAnHour, Until ?? long.MaxValue);
        return asked with { FromMinute = first * MinutesAnHour, ToMinute = Math.Max(first, next) * MinutesAnHour };
    }

    private void AddOurs(SqliteConnection connection, ReportQuery query, CancellationToken ct)
    {
        var (source, changed) = (new ReportSource(connection, ledger.Folder, onRollups: ""), 0L);
        foreach (var (day, from, to) in query.Days)
        {
            ct.ThrowIfCancellationRequested();
            void Add(string[] statements) => changed += AddAtOneMoment(connection, statements, from / MinutesAnHour, to / MinutesAnHour);
            bool FromFile(params string[] statements) => source.WithFile(day, () => Add(statements));
            bool FromRollups(params string[] statements)
            {
                if (!source.IsRolled(day)) return false;
                source.WithRollups(() => Add(statements));
                return true;
            }
            if (source.IsRolled(day) || !FromFile([ReconciliationSql.CountedInFile, .. ReconciliationSql.HandedInFile]))
            {
                FromRollups(ReconciliationSql.CountedInRollups);
                // As long as the file is there it knows more, since the ad server can be told later
                if (!FromFile(ReconciliationSql.HandedInFile)) FromRollups(ReconciliationSql.HandedInRollups);
            }
            if (changed > MostRows && (long)Statement.Once(connection, "SELECT count(*) FROM counts")! > MostRows) throw new ReportTooLargeException(MostRows);
        }
    }

    /// <summary>In one transaction: what waits and is told meanwhile is in it once.</summary>
    private static long AddAtOneMoment(SqliteConnection connection, string[] statements, long first, long next)
    {
        var changed = 0L;
        Statement.Once(connection, "BEGIN");
        foreach (var statement in statements)
        {
            using var add = new Statement(connection, statement);
            changed += add.Run(first, next);
        }
        Statement.Once(connection, "COMMIT");
        return changed;
    }

    /// <summary>Null when it told all, else why not. What it counts of campaigns that were not shown here is none of this.</summary>
    private async Task<string?> AddTheirs(SqliteConnection connection, ReportQuery query, CancellationToken ct)
    {
        if (adServer.Way is not { } way) return adServer.WhyNone;
        var campaigns = Statement.Many(connection, "SELECT DISTINCT campaign FROM counts", row => row.GetString(0)).ToHashSet();
        var hours = new HourRange(query.FromMinute / MinutesAnHour, query.ToMinute / MinutesAnHour);
        if (campaigns.Count == 0 || hours.IsEmpty) return null;
        using var add = new Statement(connection, ReconciliationSql.Told);
        var why = await adServer.AskAsync(way, hours, campaigns, count =>
        {
            if (campaigns.Contains(count.Campaign)) add.Run(count.Hour, count.Campaign, count.Count.Impressions, count.Count.Clicks);
        }, ct);
        if (why is not null) Statement.Once(connection, ReconciliationSql.ForgetTheirs);
        return why;
    }
}
