using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Browser.Tests.Harness;

/// <summary>What was counted, as each of those who count says it: the ledger's files, the report, /metrics and the page itself.</summary>
internal sealed partial class Accounts(ServiceProgram service)
{
    private static readonly string[] Triggers = ["initial", "user", "event", "time"];

    /// <summary>Waits until all four agree to the last impression, and gives what they agree on.</summary>
    public async Task<Tally[]> Agreed(Func<Task<HeardEvent[]>> heard)
    {
        Tally[] ledger = [], report = [], metrics = [], page = [];
        await Bound.Until(
            async () =>
            {
                (ledger, report, metrics) = (await Ledger(), await Report(), await Metrics());
                page = Heard(await heard());
                return ledger.SequenceEqual(report) && ledger.SequenceEqual(metrics) && Seen(ledger).SequenceEqual(page);
            },
            () => Task.FromResult($"No agreement.\nledger:\n{Text(ledger)}\nreport:\n{Text(report)}\nmetrics:\n{Text(metrics)}\npage:\n{Text(page)}"));
        return ledger;
    }

    /// <summary>Straight from the SQLite files: every receipt counts one.</summary>
    public async Task<Tally[]> Ledger()
    {
        var counted = new List<(string Zone, string Trigger, string Stage, long Count)>();
        foreach (var file in Directory.EnumerateFiles(service.Ledger, "ledger-*.db"))
        {
            await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT zone, "trigger", 'served', SUM(served) FROM counts JOIN series USING (series) GROUP BY 1, 2
                UNION ALL
                SELECT zone, "trigger", iif(stage = 1, 'rendered', 'viewable'), COUNT(*) FROM receipts JOIN series USING (series)
                WHERE stage IN (1, 2) GROUP BY 1, 2, 3
                """;
            await using var row = await command.ExecuteReaderAsync();
            while (await row.ReadAsync()) counted.Add((row.GetString(0), Triggers[row.GetInt32(1)], row.GetString(2), row.GetInt64(3)));
        }
        return Tallies(counted);
    }

    public async Task<Tally[]> Report()
    {
        using var report = JsonDocument.Parse(await service.Get("/api/v1/report?by=zone,trigger"));
        var rows = report.RootElement.GetProperty("rows").EnumerateArray();
        return Tallies(rows.SelectMany(row => ((string[])["served", "rendered", "viewable"]).Select(stage =>
            (row.GetProperty("zone").GetString()!, row.GetProperty("trigger").GetString()!, stage, row.GetProperty(stage).GetInt64()))));
    }

    public async Task<Tally[]> Metrics() => Tallies(Impressions().Matches(await service.Get("/metrics")).Select(line =>
        (line.Groups["zone"].Value, line.Groups["trigger"].Value, line.Groups["stage"].Value, long.Parse(line.Groups["count"].Value, CultureInfo.InvariantCulture))));

    /// <summary>The value of one series of /metrics, named as there.</summary>
    public async Task<long> Metric(string series)
    {
        var line = (await service.Get("/metrics")).Split('\n').Single(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return long.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Clicks by zone, from the report.</summary>
    public async Task<Dictionary<string, long>> Clicks()
    {
        using var report = JsonDocument.Parse(await service.Get("/api/v1/report?by=zone"));
        return report.RootElement.GetProperty("rows").EnumerateArray()
            .ToDictionary(row => row.GetProperty("zone").GetString()!, row => row.GetProperty("clicks").GetInt64(), StringComparer.Ordinal);
    }

    public static Tally[] Heard(IEnumerable<HeardEvent> heard) => Tallies(heard
        .Where(one => one.Type is HeardEvent.Rendered or HeardEvent.Viewable)
        .Select(one => (one.Zone, one.Trigger!, one.Type == HeardEvent.Rendered ? "rendered" : "viewable", 1L)));

    /// <summary>What a page can know: not what was served to it and never shown.</summary>
    private static IEnumerable<Tally> Seen(IEnumerable<Tally> tallies) =>
        tallies.Select(tally => tally with { Served = 0 }).Where(tally => tally.Rendered + tally.Viewable > 0);

    private static Tally[] Tallies(IEnumerable<(string Zone, string Trigger, string Stage, long Count)> counted) =>
    [
        .. counted.GroupBy(one => (one.Zone, one.Trigger))
            .Select(group => new Tally(group.Key.Zone, group.Key.Trigger, Sum(group, "served"), Sum(group, "rendered"), Sum(group, "viewable")))
            .Where(tally => tally.Served + tally.Rendered + tally.Viewable > 0)
            .OrderBy(tally => tally.Zone, StringComparer.Ordinal).ThenBy(tally => tally.Trigger, StringComparer.Ordinal),
    ];

    private static long Sum(IEnumerable<(string Zone, string Trigger, string Stage, long Count)> counted, string stage) =>
        counted.Where(one => one.Stage == stage).Sum(one => one.Count);

    private static string Text(IEnumerable<Tally> tallies) => string.Join('\n', tallies);

    [GeneratedRegex("""^comet_impressions_total\{zone="(?<zone>[^"]*)",stage="(?<stage>[^"]*)",trigger="(?<trigger>[^"]*)"\} (?<count>\d+)$""",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Impressions();
}
