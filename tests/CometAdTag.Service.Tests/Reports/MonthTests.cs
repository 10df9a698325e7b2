using System.Globalization;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Tests.Access;
using CometAdTag.Service.Tests.Ledger;

namespace CometAdTag.Service.Tests.Reports;

/// <summary>A month of 100 zones and 1,000 creatives.</summary>
public sealed class MonthTests : IAsyncLifetime
{
    private const int Creatives = 1000, Zones = 100, CampaignsOf = 5, Days = 31;
    private static readonly DateOnly First = new(2026, 10, 1);
    private static readonly int[] MinutesOfDay = [0, 17, 61, 754, 1439];

    private readonly LedgerFixture fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task It_is_rolled_up_and_reported_by_day_zone_campaign_and_hour()
    {
        Directory.CreateDirectory(fixture.Folder);
        for (var day = 0; day < Days; day++) Write(First.AddDays(day));
        await using var service = await ApiService.Start(fixture);
        await service.Upkeep.Once(default);
        Assert.Equal(["ledger-2026-11-22.db", "rollup-2026-10.db"], fixture.Files());

        var (all, each) = (Creatives * MinutesOfDay.Length, Days * MinutesOfDay.Length);
        Assert.Equal(Enumerable.Range(0, Days).Select(day => ($"{First.AddDays(day):yyyy-MM-dd}", all, Views(all))), await Rows(service, "day"));
        Assert.Equal(ByName(Zones, "zone", each * (Creatives / Zones)), await Rows(service, "zone"));
        Assert.Equal(ByName(Creatives / CampaignsOf, "campaign", each * CampaignsOf), await Rows(service, "campaign"));
        Assert.Equal(
            from day in Enumerable.Range(0, Days)
            from hour in MinutesOfDay.GroupBy(minute => minute / 60)
            select ($"{First.AddDays(day):yyyy-MM-dd}T{hour.Key:00}:00:00Z", Creatives * hour.Count(), Views(Creatives * hour.Count())),
            await Rows(service, "hour"));
        Assert.Equal(Days * MinutesOfDay.Length * Creatives, (await Rows(service, "creative,index")).Sum(row => row.Rendered));
    }

    private static int Views(int rendered) => rendered * 3;

    private static IEnumerable<(string, int, int)> ByName(int count, string name, int rendered) =>
        Enumerable.Range(0, count).Select(i => $"{name} {i}").Order(StringComparer.Ordinal).Select(each => (each, rendered, Views(rendered)));

    private static async Task<(string Key, int Rendered, int Viewable)[]> Rows(ApiService service, string by) =>
    [
        .. from row in (await service.Report($"by={by}&from=2026-10-01&to=2026-11-01"))["rows"]!.AsArray()
           select (row.AsObject().First().Value!.ToString(), (int)row["rendered"]!, (int)row["viewable"]!),
    ];

    private void Write(DateOnly day)
    {
        var name = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        DayFile.Open(DayFiles.Path(fixture.Folder, day), whole: false).Dispose();
        fixture.Do($"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {Creatives - 1})
            INSERT INTO series SELECT i + 1, 'zone ' || (i % {Zones}), 'campaign ' || (i / {CampaignsOf}), 'creative ' || i, 0, 0 FROM n
            """, name);
        foreach (var minute in MinutesOfDay)
            fixture.Do(string.Create(
                CultureInfo.InvariantCulture, $"INSERT INTO counts (minute, series, served, rendered, viewable, clicks, shown) SELECT {(LedgerTime.Number(day) * 1440) + minute}, series, 2, 1, 3, 0, 9 FROM series"), name);
    }
}
