using System.Globalization;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Tests.Load;

/// <summary>What is scraped and what is billed are the same numbers.</summary>
public sealed class MetricsTests
{
    private const int Pages = 25;

    /// <summary>By the name of a metric and its labels; labels that the ledger does not tell apart are left out.</summary>
    private readonly SortedDictionary<string, double> counted = new(StringComparer.Ordinal), kept = new(StringComparer.Ordinal);

    [Fact]
    public async Task The_increases_of_the_metrics_are_what_the_ledger_and_the_report_have_after_a_restart_and_a_kill()
    {
        var traffic = new CountedTraffic(new Chance(seed: 20261122));
        await using var service = await LoadedService.Start(TestFeed.Json, settings: "--Pages:Heartbeat=00:00:01");
        await Live(service, traffic);
        await service.Stop();
        await service.StartAgain();
        await Live(service, traffic);
        await service.Kill();
        await service.StartAgain();
        await Live(service, traffic);
        var report = await service.Get("/api/v1/report?by=zone,trigger,campaign");
        await service.Kill();
        foreach (var (_, file) in DayFiles.In(service.Ledger)) Read(file);

        Assert.Equal(kept.Select(Line), counted.Where(one => one.Value > 0).Select(Line));
        var rows = report.GetProperty("rows").EnumerateArray().ToList();
        foreach (var stage in (string[])["served", "rendered", "viewable"])
            Assert.Equal(kept.Where(one => one.Key.StartsWith($"{stage} of zone", StringComparison.Ordinal)).Sum(one => one.Value), rows.Sum(row => row.GetProperty(stage).GetDouble()));
        foreach (var what in (string[])["served of zone", "rendered of zone", "viewable of zone", "served of campaign", "clicks of zone", "duplicates", "refused too_early", "refused impossible_time", "refused bot"])
            Assert.Contains(counted, one => one.Key.StartsWith(what, StringComparison.Ordinal) && one.Value > 0);
    }

    private static string Line(KeyValuePair<string, double> one) => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value:0.######}");

    /// <summary>Some traffic, and what the metrics are when all of it is written.</summary>
    private async Task Live(LoadedService service, CountedTraffic traffic)
    {
        Assert.Equal(0, await service.Metric("comet_impressions_total"));
        await traffic.Run(service, Pages);
        // Pages that do not ask again are gone, and so is what they did not render
        using var bound = new CancellationTokenSource(Patience.Bound);
        using var glances = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await service.Metric("comet_pages") > 0) await glances.WaitForNextTickAsync(bound.Token);
        await service.Get("/api/v1/report");
        foreach (var (name, labels, value) in await service.Metrics())
            if (Named(name, labels) is { } what) counted[what] = counted.GetValueOrDefault(what) + value;
    }

    private static string? Named(string metric, string labels) => metric switch
    {
        "comet_impressions_total" => $"{Label(labels, "stage")} of zone {Label(labels, "zone")} by {Label(labels, "trigger")}",
        "comet_campaign_impressions_total" => $"{Label(labels, "stage")} of campaign {Label(labels, "campaign")}",
        "comet_clicks_total" => $"clicks of zone {Label(labels, "zone")}",
        // Those have no impression that they could be kept under
        "comet_receipts_refused_total" or "comet_clicks_refused_total" when Label(labels, "reason") is not ("forged" or "malformed") => $"refused {Label(labels, "reason")}",
        "comet_ledger_rows_total" => "rows",
        "comet_ledger_duplicates_total" => "duplicates",
        "comet_shown_seconds_sum" => "shown",
        _ => null,
    };

    private static string Label(string labels, string name)
    {
        var from = labels.IndexOf($"{name}=\"", StringComparison.Ordinal) + name.Length + 2;
        return labels[from..labels.IndexOf('"', from)];
    }

    private void Read(string path)
    {
        using var file = new SqliteConnection($"Data Source={path};Pooling=False");
        file.Open();
        var counts = Statement.Many(file, """SELECT zone, campaign, "trigger", served, rendered, viewable, clicks, shown FROM counts JOIN series USING (series)""",
            row => (Zone: row.GetString(0), Campaign: row.GetString(1), Trigger: Words.Of((Trigger)row.GetInt32(2)), Tally: new Tally(row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7))));
        foreach (var (zone, campaign, trigger, tally) in counts)
        {
            foreach (var (stage, count) in (ReadOnlySpan<(string, long)>)[("served", tally.Served), ("rendered", tally.Rendered), ("viewable", tally.Viewable)])
            {
                Keep($"{stage} of zone {zone} by {trigger}", count);
                Keep($"{stage} of campaign {campaign}", count);
            }
            Keep($"clicks of zone {zone}", tally.Clicks);
            Keep("shown", tally.Shown / 1000.0);
        }
        foreach (var (reason, count) in Statement.Many(file, "SELECT reason, refused FROM refused", row => ((Refusal)row.GetInt32(0), row.GetInt64(1))))
        {
            Keep($"refused {Words.Of(reason)}", count);
            if (reason == Refusal.Duplicate) Keep("duplicates", count);
        }
        Keep("rows", (long)Statement.Once(file, "SELECT count(*) FROM receipts")!);
    }

    private void Keep(string what, double count)
    {
        if (count > 0) kept[what] = kept.GetValueOrDefault(what) + count;
    }
}
