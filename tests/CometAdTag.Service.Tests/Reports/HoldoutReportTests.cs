using System.Net;
using System.Text.Json.Nodes;
using CometAdTag.Rotation.Holdout;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Tests.Access;
using CometAdTag.Service.Tests.Ledger;

namespace CometAdTag.Service.Tests.Reports;

public sealed class HoldoutReportTests : IAsyncLifetime
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
    public async Task It_tells_what_a_page_brings_in_each_arm_and_the_lift_with_its_interval()
    {
        await Bring(pages: 20, refreshing: 3, holdout: 2);

        Assert.Equal("""
            {"from":"2026-11-22T00:00:00Z","to":"2026-11-23T00:00:00Z","website":null,"rows":[
            {"measure":"pages","refreshing":1280,"holdout":1280,"refreshingPerPage":null,"holdoutPerPage":null,"lift":null,"low":null,"high":null,"reason":null},
            {"measure":"served","refreshing":192,"holdout":128,"refreshingPerPage":0.15,"holdoutPerPage":0.1,"lift":0.5,"low":0.5,"high":0.5,"reason":null},
            {"measure":"rendered","refreshing":192,"holdout":128,"refreshingPerPage":0.15,"holdoutPerPage":0.1,"lift":0.5,"low":0.5,"high":0.5,"reason":null},
            {"measure":"viewable","refreshing":0,"holdout":0,"refreshingPerPage":0,"holdoutPerPage":0,"lift":null,"low":null,"high":null,"reason":"too_rare"},
            {"measure":"clicks","refreshing":0,"holdout":0,"refreshingPerPage":0,"holdoutPerPage":0,"lift":null,"low":null,"high":null,"reason":"too_rare"},
            {"measure":"shown","refreshing":134400,"holdout":89600,"refreshingPerPage":105,"holdoutPerPage":70,"lift":0.5,"low":0.5,"high":0.5,"reason":null},
            {"measure":"earned","refreshing":0,"holdout":0,"refreshingPerPage":0,"holdoutPerPage":0,"lift":null,"low":null,"high":null,"reason":"too_rare"}]}
            """.ReplaceLineEndings(""), (await Report("from=2026-11-22&to=2026-11-23")).ToJsonString());
    }

    [Fact]
    public async Task Where_chance_has_a_part_the_lift_lies_in_its_interval()
    {
        for (var number = 0; number < PageGroup.Groups; number++)
            foreach (var arm in Enum.GetValues<Arm>())
            {
                for (var page = 0; page < 20; page++) service.Ledger.Opened(PageGroup.Of(arm, number), "s");
                await Show(PageGroup.Of(arm, number), (arm is Arm.Holdout ? 2 : 4) + (number * 7 % 3));
            }
        var row = await Row("from=2026-11-22", "rendered");
        var (low, lift, high) = ((double)row["low"]!, (double)row["lift"]!, (double)row["high"]!);
        Assert.True(low < lift && lift < high, $"{low} {lift} {high}");
        Assert.InRange(lift, 0.6, 0.75);
        Assert.InRange(high - low, 0.05, 0.5);
    }

    [Fact]
    public async Task With_too_few_pages_it_says_so()
    {
        await Bring(pages: 15, refreshing: 3, holdout: 2);
        foreach (var measure in (string[])["rendered", "clicks"])
            Assert.Equal("too_few_pages", (string?)(await Row("from=2026-11-22", measure))["reason"]);
        Assert.Null((await Row("from=2026-11-22", "rendered"))["lift"]);
    }

    [Fact]
    public async Task Where_the_part_held_out_changed_it_says_so_and_tells_no_lift()
    {
        await Bring(pages: 20, refreshing: 3, holdout: 2);
        fixture.Time.Advance(TimeSpan.FromHours(2));
        for (var page = 0; page < 1000; page++) service.Ledger.Opened(PageGroup.Of(Arm.Refreshing, page % PageGroup.Groups), "s");

        var row = await Row("from=2026-11-22", "rendered");

        Assert.Equal(("part_changed", null), ((string?)row["reason"], row["lift"]));
        Assert.Null((await Row("from=2026-11-22&to=2026-11-22T13:00Z", "rendered"))["reason"]);
    }

    [Fact]
    public async Task Without_pages_there_is_nothing_by_page()
    {
        var row = await Row("", "rendered");
        Assert.Null(row["refreshingPerPage"]);
        Assert.Equal((0, "too_few_pages"), ((int)row["refreshing"]!, (string?)row["reason"]));
    }

    [Fact]
    public async Task It_can_be_asked_for_one_website()
    {
        service.Ledger.Opened(PageGroup.Of(Arm.Refreshing, 1), "s");
        service.Ledger.Opened(PageGroup.Of(Arm.Refreshing, 1), "t");
        service.Ledger.Opened(PageGroup.Of(Arm.Refreshing, 2), "t");
        foreach (var (query, pages) in ((string, int)[])[("", 3), ("&website=s", 1), ("&website=t", 2), ("&website=u", 0)])
            Assert.Equal(pages, (int)(await Row("from=2026-11-22" + query, "pages"))["refreshing"]!);
        Assert.Equal("t", (string?)(await Report("website=t"))["website"]);
    }

    [Theory]
    [InlineData("from=2026-11-22T12:20Z&to=2026-11-22T13:10Z", "2026-11-22T12:00:00Z", "2026-11-22T14:00:00Z", 2)]
    [InlineData("from=2026-11-22T13:00Z&to=2026-11-22T14:00Z", "2026-11-22T13:00:00Z", "2026-11-22T14:00:00Z", 1)]
    [InlineData("from=2026-11-22T18:00&to=2026-11-22T18:30&timeZone=Asia/Kathmandu", "2026-11-22T17:45:00+05:45", "2026-11-22T18:45:00+05:45", 1)]
    [InlineData("from=2026-11-21&to=2026-11-25", "2026-11-21T00:00:00Z", "2026-11-25T00:00:00Z", 3)]
    public async Task It_is_of_whole_hours_and_says_of_which(string query, string from, string to, int pages)
    {
        foreach (var hours in (int[])[1, 23])
        {
            service.Ledger.Opened(PageGroup.Of(Arm.Refreshing, 1), "s");
            await service.Ledger.Flush(default);
            fixture.Time.Advance(TimeSpan.FromHours(hours));
        }
        service.Ledger.Opened(PageGroup.Of(Arm.Refreshing, 1), "s");

        var report = await Report(query);

        Assert.Equal((from, to), ((string?)report["from"], (string?)report["to"]));
        Assert.Equal(pages, (int)report["rows"]![0]!["refreshing"]!);
    }

    [Fact]
    public async Task It_says_the_same_when_days_are_rolled_up_and_when_their_files_are_deleted()
    {
        const string Query = "from=2026-11-20&to=2026-11-29";
        for (var day = 0; day < 3; day++)
        {
            await Bring(pages: 10, refreshing: 3, holdout: 2);
            fixture.Time.Advance(TimeSpan.FromHours(20));
        }
        var before = (await Report(Query)).ToJsonString();
        Assert.Contains("\"refreshing\":1920", before, StringComparison.Ordinal);
        foreach (var days in (int[])[1, 3, 10])
        {
            fixture.Time.Advance(TimeSpan.FromDays(days));
            await service.Upkeep.Once(default);
            Assert.Equal(before, (await Report(Query)).ToJsonString());
        }
        Assert.Equal(["rollup-2026-11.db"], fixture.Files().Where(file => file.Contains("2026-11", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task As_CSV_it_has_a_line_for_each_measure()
    {
        await Bring(pages: 20, refreshing: 3, holdout: 2);
        using var answer = await service.Get("/api/v1/report/holdout?from=2026-11-22&format=csv");
        Assert.Equal("text/csv; charset=utf-8; header=present", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            """
            measure,refreshing,holdout,refreshingPerPage,holdoutPerPage,lift,low,high,reason
            pages,1280,1280,,,,,,
            served,192,128,0.15,0.1,0.5,0.5,0.5,
            rendered,192,128,0.15,0.1,0.5,0.5,0.5,
            viewable,0,0,0,0,,,,too_rare
            clicks,0,0,0,0,,,,too_rare
            shown,134400,89600,105,70,0.5,0.5,0.5,
            earned,0,0,0,0,,,,too_rare

            """.ReplaceLineEndings("\r\n"), await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("by=zone", "There is no parameter 'by'; allowed are from, to, website, timeZone, format.")]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-11-22&to=2026-11-21", "is not before to")]
    [InlineData("timeZone=Mars", "'Mars' is no time zone")]
    [InlineData("format=xml", "'xml' is not allowed")]
    [InlineData("website=", "'website' is empty")]
    public async Task What_is_wrong_is_named(string query, string named)
    {
        using var answer = await service.Get($"/api/v1/report/holdout?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(named, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.ToString().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(fixture.Folder, "ledger-2026-11-20.db"), "no ledger at all, and long enough to be looked at");
        using var answer = await service.Get("/api/v1/report/holdout?from=2026-11-20");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("ledger-2026-11-20.db", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>So many pages in each group of both arms, and so many creatives shown for 700 ms.</summary>
    private async Task Bring(int pages, int refreshing, int holdout)
    {
        for (var number = 0; number < PageGroup.Groups; number++)
            foreach (var arm in Enum.GetValues<Arm>())
            {
                for (var page = 0; page < pages; page++) service.Ledger.Opened(PageGroup.Of(arm, number), "s");
                await Show(PageGroup.Of(arm, number), arm is Arm.Holdout ? holdout : refreshing);
            }
    }

    private async Task Show(PageGroup group, int times)
    {
        // Rendered without having been counted as served, as after a kill
        var rows = Enumerable.Range(0, times).Select(_ => fixture.Row(fixture.Impression() with { Group = group }, Stage.Ended, shown: 700));
        await service.Ledger.Append([.. rows], default);
    }

    private async Task<JsonNode> Row(string query, string measure) =>
        (await Report(query))["rows"]!.AsArray().Single(row => (string?)row!["measure"] == measure)!;

    private async Task<JsonObject> Report(string query)
    {
        using var answer = await service.Get($"/api/v1/report/holdout?{query}");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}
