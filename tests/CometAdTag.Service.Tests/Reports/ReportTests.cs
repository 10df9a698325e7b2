using System.Net;
using System.Text.Json.Nodes;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Tests.Access;
using CometAdTag.Service.Tests.Ledger;

namespace CometAdTag.Service.Tests.Reports;

public sealed class ReportTests : IAsyncLifetime
{
    private readonly LedgerFixture fixture = new();
    private ApiService service = null!;

    public async Task InitializeAsync() => service = await ApiService.Start(fixture);

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task Everything_counted_so_far_is_in_it_by_zone()
    {
        var one = fixture.Impression(zone: "5");
        var two = fixture.Impression(zone: "6");
        Serve(one, two, fixture.Impression(zone: "5"));
        service.Ledger.Refused(one, Refusal.Duplicate);
        service.Ledger.Refused(one, Refusal.TooEarly);
        await service.Ledger.Append(
            [fixture.Row(one, Stage.Viewable), fixture.Row(one, Stage.Ended, 2500), fixture.Row(two, Stage.Ended, 500), fixture.Row(two, Stage.Clicked)], default);

        var report = await service.Report("");

        Assert.Equal("""
            {"from":"2026-11-21T12:01:00Z","to":"2026-11-22T12:02:00Z","by":["zone"],"rows":[
            {"zone":"5","served":2,"rendered":1,"viewable":1,"clicks":0,"shown":2500,"refused":2,{none},"earned":null},
            {"zone":"6","served":1,"rendered":1,"viewable":0,"clicks":1,"shown":500,"refused":0,{none},"earned":null}]}
            """.ReplaceLineEndings("").Replace("{none}", """
            "unrendered":{"total":0,"expired":0,"replaced":0,"withdrawn":0,"gone":0,"failed":0,"unknown":0}
            """, StringComparison.Ordinal), report.ToJsonString());
    }

    [Theory]
    [InlineData("hour", "2026-11-22T11:00:00Z 1, 2026-11-22T12:00:00Z 2")]
    [InlineData("day", "2026-11-22 3")]
    [InlineData("website", "site-1 2, site-2 1")]
    [InlineData("zone", "5 2, 6 1")]
    [InlineData("campaign", "7 1, 8 2")]
    [InlineData("creative", "70 2, 80 1")]
    [InlineData("trigger", "initial 1, time 2")]
    [InlineData("index", "0 1, 2 1, 10 1")]
    public async Task It_can_be_asked_for_by_every_key(string key, string expected)
    {
        var anHourAgo = fixture.Time.GetUtcNow().AddHours(-1);
        service.Ledger.Served(fixture.Impression("5", "7", "70", Trigger.Initial, 0, anHourAgo), "site-1");
        service.Ledger.Served(fixture.Impression("5", "8", "70", Trigger.Time, 2), "site-1");
        service.Ledger.Served(fixture.Impression("6", "8", "80", Trigger.Time, 11), "site-2");

        Assert.Equal(expected, Served(await service.Report($"by={key}")));
    }

    [Fact]
    public async Task Keys_come_in_the_order_asked_for_and_files_of_days_are_added_up()
    {
        for (var day = 0; day < 4; day++)
        {
            Serve(fixture.Impression("6", trigger: Trigger.Event), fixture.Impression("5"));
            await service.Ledger.Flush(default);
            fixture.Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal("event 6 4, initial 5 4", Served(await service.Report("by=trigger,zone&from=2026-11-01&to=2026-12-01")));
        Assert.Equal("2026-11-22 2, 2026-11-23 2, 2026-11-24 2", Served(await service.Report("by=day&from=2026-11-22&to=2026-11-25")));
    }

    [Fact]
    public async Task From_is_in_it_and_to_is_not()
    {
        foreach (var minute in (int[])[0, 1, 2])
            Serve(fixture.Impression(at: new(2026, 11, 22, 11, minute, 0, TimeSpan.Zero)), fixture.Impression(at: new(2026, 11, 22, 11, minute, 59, 999, TimeSpan.Zero)));

        Assert.Equal("5 2", Served(await service.Report("from=2026-11-22T11:01Z&to=2026-11-22T11:02Z")));
        Assert.Equal("5 4", Served(await service.Report("from=2026-11-22T12:01:00%2B01:00&to=2026-11-22T11:03:00")));
        var whole = await service.Report("from=2026-11-22T11:01:30Z&to=2026-11-22T11:01:31Z");
        Assert.Equal(("2026-11-22T11:01:00Z", "2026-11-22T11:02:00Z"), ((string)whole["from"]!, (string)whole["to"]!));
        Assert.Equal("5 2", Served(whole));
    }

    [Fact]
    public async Task Served_is_never_below_rendered_in_any_minute_after_a_kill_lost_counts()
    {
        var early = fixture.Time.GetUtcNow().AddMinutes(-5);
        var lost = fixture.Impression(at: early);
        Serve(lost, fixture.Impression(at: early));
        await using var killed = fixture.AsKilledNow();
        await using var restarted = await ApiService.Start(killed);
        foreach (var _ in (int[])[1, 2, 3]) restarted.Ledger.Served(fixture.Impression(), "1");

        await restarted.Ledger.Append([fixture.Row(lost, Stage.Viewable)], default);

        var row = Assert.Single((await restarted.Report("by=zone"))["rows"]!.AsArray())!;
        Assert.Equal((4, 1, 1), ((int)row["served"]!, (int)row["rendered"]!, (int)row["viewable"]!));
    }

    [Fact]
    public async Task It_says_what_the_receipts_say_whatever_came_in_whatever_order()
    {
        var chance = new Random(2026);
        var zones = new[] { "5", "6", "7" };
        var sent = new List<LedgerRow>();
        for (var batch = 0; batch < 200; batch++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(chance.Next(300)));
            var rows = new List<LedgerRow>();
            for (var i = chance.Next(1, 12); i > 0; i--)
            {
                var impression = sent.Count > 0 && chance.Next(3) > 0
                    ? sent[chance.Next(Math.Max(0, sent.Count - 20), sent.Count)].Impression
                    : fixture.Impression(zones[chance.Next(3)], index: chance.Next(14));
                rows.Add(fixture.Row(impression, (Stage)chance.Next(1, 6), chance.Next(9000)));
                sent.Add(rows[^1]);
            }
            await service.Ledger.Append([.. rows], default);
        }

        var kept = sent.DistinctBy(r => (r.Impression.Id, r.Stage)).ToList();
        var rendered = kept.Where(r => r.Stage is Stage.Rendered or Stage.Viewable or Stage.Ended).DistinctBy(r => r.Impression.Id).ToList();
        var report = (await service.Report("by=zone,index&from=2026-11-22&to=2026-11-24"))["rows"]!.AsArray();
        var expected =
            from zone in zones
            from index in Enumerable.Range(0, 11)
            let mine = (Func<LedgerRow, bool>)(r => r.Impression.Zone == zone && Math.Min(r.Impression.Index, 10) == index)
            where kept.Any(mine)
            select (zone, index, rendered.Count(mine), kept.Count(r => mine(r) && r.Stage is Stage.Viewable), kept.Count(r => mine(r) && r.Stage is Stage.Clicked),
                kept.Where(r => mine(r) && r.Stage is Stage.Ended).Sum(r => r.Shown));
        Assert.Equal(expected, report.Select(r => (
            (string)r!["zone"]!, (int)r["index"]!, (int)r["rendered"]!, (int)r["viewable"]!, (int)r["clicks"]!, (long)r["shown"]!)));
    }

    [Theory]
    [InlineData("form=csv", "form", "There is no parameter 'form'; allowed are from, to, by, timeZone, format.")]
    [InlineData("format=xml", "format", "'xml' is not allowed; the report is given as json or csv.")]
    [InlineData("timeZone=Paris", "timeZone", "'Paris' is no time zone known here")]
    [InlineData("timeZone=../../etc/passwd", "timeZone", "is no time zone known here")]
    [InlineData("from=yesterday", "from", "'yesterday' is no ISO 8601 time")]
    [InlineData("to=2026-11-22T10:00:00+01:00", "to", "(a + is written %2B)")]
    [InlineData("by=zone,colour", "by", "'colour' is no key of a report; allowed are hour, day, website, zone, campaign, creative, trigger, index.")]
    [InlineData("by=", "by", "'' is no key of a report")]
    [InlineData("by=zone,zone", "by", "'zone' is given twice.")]
    [InlineData("from=2026-11-22&to=2026-11-22", "from", "is not before to")]
    [InlineData("from=2025-10-01&to=2026-11-06", "from", "more than 400 days")]
    public async Task A_wrong_parameter_is_named_with_what_is_allowed(string query, string parameter, string why)
    {
        using var answer = await service.Get($"/api/v1/report?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsObject();
        Assert.Equal(parameter, Assert.Single(errors).Key);
        Assert.Contains(why, (string)errors[parameter]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_wrong_parameters_are_named_at_once()
    {
        using var answer = await service.Get("/api/v1/report?from=a&to=b&by=c&format=d");
        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsObject();
        Assert.Equal(["by", "format", "from", "to"], errors.Select(e => e.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task While_the_ledger_cannot_be_written_the_answer_is_503_and_says_why()
    {
        fixture.Do("CREATE TRIGGER broken BEFORE INSERT ON counts BEGIN SELECT RAISE(ABORT, 'broken for a test'); END");
        Serve(fixture.Impression());

        using var answer = await service.Get("/api/v1/report");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("broken for a test", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        fixture.Do("DROP TRIGGER broken");
        Assert.Equal("5 1", Served(await service.Report("")));
    }

    private void Serve(params Impression[] impressions)
    {
        foreach (var impression in impressions) service.Ledger.Served(impression, "1");
    }

    /// <summary>The rows as "keys served".</summary>
    private static string Served(JsonObject report) => string.Join(", ", report["rows"]!.AsArray().Select(row =>
        string.Join(' ', report["by"]!.AsArray().Select(key => row![(string)key!]!.ToString()).Append(row!["served"]!.ToString()))));
}
