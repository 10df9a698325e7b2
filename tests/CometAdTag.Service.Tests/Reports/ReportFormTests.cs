using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Reports;
using CometAdTag.Service.Tests.Access;
using CometAdTag.Service.Tests.Ledger;

namespace CometAdTag.Service.Tests.Reports;

/// <summary>How a report is written: time zones, CSV, what was earned, and large ones.</summary>
public sealed class ReportFormTests : IAsyncLifetime
{
    private readonly LedgerFixture fixture = new() { Time = new(new(2026, 10, 26, 12, 0, 30, TimeSpan.Zero)) };
    private ApiService service = null!;

    public async Task InitializeAsync() => service = await ApiService.Start(fixture, fixture.Logs);

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        await fixture.DisposeAsync();
    }

    [Theory]
    [InlineData("Asia/Kathmandu", "2026-10-26T00:00:00+05:45 1, 2026-10-26T05:00:00+05:45 3, 2026-10-26T06:00:00+05:45 1")]
    [InlineData("Asia/Kolkata", "2026-10-25T23:00:00+05:30 1, 2026-10-26T05:00:00+05:30 4")]
    [InlineData("UTC", "2026-10-25T18:00:00+00:00 1, 2026-10-26T00:00:00+00:00 4")]
    public async Task Hours_are_those_of_the_time_zone(string zone, string expected)
    {
        await Serve("2026-10-25T18:15Z", "2026-10-26T00:00Z", "2026-10-26T00:13Z", "2026-10-26T00:14:59Z", "2026-10-26T00:15Z");
        Assert.Equal(expected, Served(await Rows($"by=hour&from=2026-10-25T18:00Z&to=2026-10-26T01:00Z&timeZone={zone}")));
    }

    [Theory]
    [InlineData("Europe/Paris", "2026-10-25", 25)]
    [InlineData("America/New_York", "2026-11-01", 25)]
    [InlineData("America/New_York", "2027-03-14", 23)]
    [InlineData("Australia/Lord_Howe", "2027-04-04", 25)]
    [InlineData("Asia/Kathmandu", "2026-10-25", 24)]
    public async Task A_day_has_as_many_hours_as_the_clocks_show(string zone, string date, int hours)
    {
        var named = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var day = LocalDay.Of(LocalDay.Midnight(DateOnly.Parse(date, CultureInfo.InvariantCulture), named), named);
        if (day.End > fixture.Time.GetUtcNow()) fixture.Time.SetUtcNow(day.End);
        for (var at = day.Start.AddHours(-1); at < day.End.AddHours(1); at += TimeSpan.FromMinutes(15)) service.Ledger.Served(fixture.Impression(at: at), "1");
        var length = (int)(day.End - day.Start).TotalMinutes / 15;

        Assert.Equal($"{date} {length}", Served(await Rows($"by=day&from={date}&to={day.Date.AddDays(1):yyyy-MM-dd}&timeZone={zone}")));
        var rows = await Rows($"by=hour&from={date}&to={day.Date.AddDays(1):yyyy-MM-dd}&timeZone={zone}");
        Assert.Equal((hours, length), (rows.Length, rows.Sum(row => (int)row["served"]!)));
        Assert.Equal(hours, rows.DistinctBy(row => (string)row["hour"]!).Count());
        Assert.All(rows, row => Assert.StartsWith(date, (string)row["hour"]!, StringComparison.Ordinal));
        Assert.True(rows.Select(row => DateTimeOffset.Parse((string)row["hour"]!, CultureInfo.InvariantCulture)).Zip(rows.Skip(1).Select(
            row => DateTimeOffset.Parse((string)row["hour"]!, CultureInfo.InvariantCulture))).All(pair => pair.First < pair.Second));
    }

    [Fact]
    public async Task Times_without_an_offset_are_of_the_time_zone_and_those_of_the_answer_carry_its_offset()
    {
        var report = await service.Report("by=day&from=2026-10-25&to=2026-10-25T12:00&timeZone=Europe/Paris");
        Assert.Equal(("2026-10-25T00:00:00+02:00", "2026-10-25T12:00:00+01:00"), ((string)report["from"]!, (string)report["to"]!));
        report = await service.Report("by=day&from=2026-10-25T00:00Z&to=2026-10-25T12:00%2B03:00&timeZone=Asia/Kathmandu");
        Assert.Equal(("2026-10-25T05:45:00+05:45", "2026-10-25T14:45:00+05:45"), ((string)report["from"]!, (string)report["to"]!));
    }

    [Fact]
    public async Task CSV_is_what_RFC_4180_says_and_no_spreadsheet_runs_a_cell()
    {
        foreach (var zone in (string[])["=1+1", "+2", "-3", "@sum", "\tx", "\rx", "a,b", "say \"hi\"", "two\nlines", "plain", "a=b", "zürich"])
            service.Ledger.Served(fixture.Impression(zone: zone), "1");

        using var answer = await service.Get("/api/v1/report?by=zone,index&format=csv");

        Assert.Equal("text/csv; charset=utf-8; header=present", answer.Content.Headers.ContentType?.ToString());
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            """"
            zone,index,served,rendered,viewable,clicks,shown,refused,unrendered,expired,replaced,withdrawn,gone,failed,unknown,earned|
            "'{t}x",0,1,0,0,0,0,{0},|"'{r}x",0,1,0,0,0,0,{0},|"'+2",0,1,0,0,0,0,{0},|"'-3",0,1,0,0,0,0,{0},|"'=1+1",0,1,0,0,0,0,{0},|"'@sum",0,1,0,0,0,0,{0},|
            "a,b",0,1,0,0,0,0,{0},|a=b,0,1,0,0,0,0,{0},|plain,0,1,0,0,0,0,{0},|"say ""hi""",0,1,0,0,0,0,{0},|"two{n}lines",0,1,0,0,0,0,{0},|zürich,0,1,0,0,0,0,{0},|
            """".ReplaceLineEndings("").Replace("{0}", "0,0,0,0,0,0,0,0").Replace("|", "\r\n").Replace("{t}", "\t").Replace("{r}", "\r").Replace("{n}", "\n"), text);
    }

    [Fact]
    public async Task What_was_earned_is_what_the_campaigns_in_use_pay()
    {
        Pay(("1", 2.5m), ("2", 0.1m), ("4", 0m));
        foreach (var (campaign, index) in ((string, int)[])[("1", 0), ("1", 3), ("2", 3), ("3", 3), ("4", 5), ("3", 7)])
            await service.Ledger.Append([fixture.Row(fixture.Impression(campaign: campaign, index: index), Stage.Rendered)], default);

        Assert.Equal("0 0.0025, 3 0.0026, 5 0, 7 ", Earned(await Rows("by=index")));
        Assert.Equal("1 0.005, 2 0.0001, 3 , 4 0", Earned(await Rows("by=campaign")));
        Pay(("3", 1000m));
        Assert.Equal("5 2", Earned(await Rows("by=zone")));
    }

    [Fact]
    public async Task A_report_of_days_that_are_over_is_kept_for_ten_seconds_and_not_past_a_change_of_prices()
    {
        await service.Ledger.Append([fixture.Row(Stage.Rendered)], default);
        fixture.Time.Advance(TimeSpan.FromDays(3));
        await service.Upkeep.Once(default);
        const string Query = "by=campaign&from=2026-10-26&to=2026-10-27";
        Assert.Equal("7 ", Earned(await Rows(Query)));
        using (var other = fixture.ConnectTo("rollup-2026-10.db")) Statement.Once(other, "UPDATE days SET rendered = 5");

        Assert.Equal(1, (await Rows(Query)).Sum(row => (int)row["rendered"]!));
        Assert.Equal(5, (await Rows(Query + "&timeZone=UTC")).Sum(row => (int)row["rendered"]!));
        Pay(("7", 1000m));
        Assert.Equal("7 5", Earned(await Rows(Query)));
        Pay(("7", 2000m));
        Assert.Equal("7 10", Earned(await Rows(Query)));
        using (var other = fixture.ConnectTo("rollup-2026-10.db")) Statement.Once(other, "UPDATE days SET rendered = 6");
        fixture.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal("7 10", Earned(await Rows(Query)));
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("7 12", Earned(await Rows(Query)));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task A_large_report_comes_whole_and_begins_before_it_is_written_to_the_end(string format)
    {
        const int Rows = 300_000;
        Fill(Rows);

        using var request = new HttpRequestMessage(HttpMethod.Get, service.Address($"/api/v1/report?by=creative&format={format}"));
        using var answer = await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Null(answer.Content.Headers.ContentLength);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(Rows, format == "csv" ? text.Split("\r\n").Length - 2 : JsonNode.Parse(text)!["rows"]!.AsArray().Count);
    }

    [Fact]
    public async Task More_rows_than_a_report_may_have_are_refused()
    {
        foreach (var zone in (string[])["1", "2", "3", "4"]) service.Ledger.Served(fixture.Impression(zone: zone), "1");
        var minute = fixture.Time.GetUtcNow().ToUnixTimeSeconds() / 60;
        var query = new ReportQuery(minute - 60, minute + 1, [ReportKey.Zone]);
        using (var table = await new ReportReader(service.Ledger, service.Prices, fixture.Time) { MostRows = 4 }.Read(query, default)) Assert.True(table.HasMoreThan(3));
        var refused = await Assert.ThrowsAsync<ReportTooLargeException>(
            () => new ReportReader(service.Ledger, service.Prices, fixture.Time) { MostRows = 3 }.Read(query, default));
        Assert.Equal("The report has more than 3 rows; ask for a shorter time or fewer keys.", refused.Message);
    }

    [Fact]
    public async Task More_reports_at_once_than_can_wait_are_told_to_come_later()
    {
        Fill(200_000);
        using var client = new HttpClient { DefaultRequestHeaders = { Authorization = service.Client.DefaultRequestHeaders.Authorization } };
        Task<HttpResponseMessage> Ask() => client.GetAsync(service.Address("/api/v1/report?by=creative"), HttpCompletionOption.ResponseHeadersRead);
        // Nobody reads their answers, so that they do not end
        var slow = await Task.WhenAll(Ask(), Ask(), Ask(), Ask());
        Assert.All(slow, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var more = Enumerable.Range(0, 21).Select(_ => Ask()).ToList();
        var refused = await Task.WhenAny(more);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await refused).StatusCode);
        Assert.Contains("Too many reports", await (await refused).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Who goes makes room, as soon as the service has noticed
        foreach (var answer in slow) answer.Dispose();
        client.CancelPendingRequests();
        for (var longest = Patience.Longest; await IsRefused();) Assert.False(longest.IsCompleted, "no room was made");
        Assert.Equal("5 200000", Served(await Rows("by=zone")));
        Assert.DoesNotContain("nhandled exception", fixture.Logs.Text, StringComparison.Ordinal);
    }

    private async Task<bool> IsRefused()
    {
        using var answer = await service.Get("/api/v1/report?by=zone");
        return answer.StatusCode == HttpStatusCode.ServiceUnavailable;
    }

    private void Fill(int creatives)
    {
        var minute = (fixture.Time.GetUtcNow().ToUnixTimeSeconds() / 60).ToString(CultureInfo.InvariantCulture);
        fixture.Do($"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {creatives.ToString(CultureInfo.InvariantCulture)})
            INSERT INTO series SELECT i, '5', '7', i, 0, 0 FROM n
            """, "2026-10-26");
        fixture.Do($"INSERT INTO counts (minute, series, served, rendered, viewable, clicks, shown) SELECT {minute}, series, 1, 0, 0, 0, 0 FROM series", "2026-10-26");
    }

    private async Task Serve(params string[] times)
    {
        foreach (var at in times) service.Ledger.Served(fixture.Impression(at: DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)), "1");
        await service.Ledger.Flush(default);
    }

    private void Pay(params (string Campaign, decimal Ecpm)[] prices)
    {
        var snapshot = Snapshot.Empty with
        {
            Campaigns = prices.ToFrozenDictionary(
                price => price.Campaign, price => new Campaign(price.Campaign, "a", "c", Tier.Ecpm, 0, 1, RunStatus.Running, default) { Ecpm = price.Ecpm }),
        };
        service.Prices.Bind(() => snapshot);
    }

    private async Task<JsonNode[]> Rows(string query) => [.. (await service.Report(query))["rows"]!.AsArray().Select(row => row!)];

    private static string Served(JsonNode[] rows) => string.Join(", ", rows.Select(row => $"{row.AsObject().First().Value} {row["served"]}"));

    private static string Earned(JsonNode[] rows) => string.Join(", ", rows.Select(row => $"{row.AsObject().First().Value} {row["earned"]}"));
}
