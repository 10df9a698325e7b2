using System.Globalization;
using System.Net;
using System.Text.Json;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

public sealed class ReceiptTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly RunningService service = shared.Service;

    [Theory, OnEachTransport]
    public async Task A_stage_is_acked_once_and_a_duplicate_ever_after(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        var ad = await page.Ad("a");

        Assert.Equal("", await page.Report(ad, "rendered"));
        Assert.Equal("duplicate", await page.Report(ad, "rendered"));
        Assert.Equal("too_early", await page.Report(ad, "viewable"));
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("", await page.Report(ad, "viewable"));
        Assert.Equal("duplicate", await page.Report(ad, "viewable"));
        Assert.Equal("impossible_time", await page.Report(ad, "ended", time: 2_001));
        Assert.Equal("", await page.Report(ad, "ended", time: 2_000));
    }

    [Theory, OnEachTransport]
    public async Task What_cannot_be_true_is_refused_with_its_reason(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        var ad = await page.Ad("a");
        var token = ad.Text("token");

        Assert.Equal("forged", await page.Report(ad, "rendered", token: "x" + token[1..]));
        Assert.Equal("forged", await page.Report(ad, "rendered", token: token[..^1] + (token[^1] == 'A' ? 'Q' : 'A')));
        Assert.Equal("forged", await page.Report(ad, "rendered", token: token + "A"));
        Assert.Equal("forged", await page.Report(ad, "rendered", token: new string('A', 5_000)));
        Assert.Equal("malformed", await page.Report(ad, "served"));
        Assert.Equal("malformed", await page.Report(ad, "clicked"));
        Assert.Equal("malformed", await page.Report(ad, "ended", time: -1));
    }

    [Fact]
    public async Task A_receipt_is_refused_24_h_after_the_push()
    {
        await using var alone = RunningService.Start();
        await using var page = await TestPage.Open(alone, "socket", "a:1");
        var ad = await page.Ad("a");

        alone.Clock.AdjustTime(alone.Clock.GetUtcNow().AddHours(24).AddMilliseconds(1));

        Assert.Equal("expired", await page.Report(ad, "rendered"));
    }

    [Theory, OnEachTransport]
    public async Task Viewable_without_rendered_implies_it_and_a_later_rendered_is_a_duplicate(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        var ad = await page.Ad("a");
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        var rendered = await service.Metric("comet_impressions_total", "stage=\"rendered\"");

        Assert.Equal("", await page.Report(ad, "viewable"));
        Assert.Equal(rendered + 1, await service.Metric("comet_impressions_total", "stage=\"rendered\""));
        Assert.Equal("duplicate", await page.Report(ad, "rendered"));
    }

    [Fact]
    public async Task Receipts_by_post_are_acked_when_durable_and_a_beacon_may_carry_credentials()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        var token = (await page.Ad("a")).Text("token");
        using var client = service.Page();
        var body = $$"""{"receipts":[{"n":7,"token":"{{token}}","stage":"rendered","shown":0},{"n":8,"token":"{{token}}","stage":"rendered","shown":0},{"n":9,"token":"","stage":"rendered"}]}""";

        using var response = await client.PostAsync("/comet/v1/receipts", new StringContent(body));

        Assert.Equal("""{"type":"ack","acked":[7],"refused":[{"n":9,"reason":"malformed"},{"n":8,"reason":"duplicate"}]}""", await response.Content.ReadAsStringAsync());
        Assert.Equal(["http://page.test"], response.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["true"], response.Headers.GetValues("Access-Control-Allow-Credentials"));
        Assert.Equal(["Origin"], response.Headers.Vary);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("{}", HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("""{"receipts":[{"token":"x","stage":"rendered"}]}""", HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("""{"receipts":[{"n":"1","token":"x","stage":"rendered"}]}""", HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("""{"receipts":[null]}""", HttpStatusCode.BadRequest, "bad_frame")]
    public async Task A_body_that_is_no_list_of_receipts_is_refused(string body, HttpStatusCode status, string reason)
    {
        using var client = service.Page();
        using var response = await client.PostAsync("/comet/v1/receipts", new StringContent(body));
        await response.IsRefused(status, reason);
    }

    [Fact]
    public async Task A_token_of_another_origin_is_refused()
    {
        await using var alone = RunningService.Start(data: null, ("Pages:AllowedOrigins:0", RunningService.Origin), ("Pages:AllowedOrigins:1", "http://other.test"));
        await using var page = await TestPage.Open(alone, "socket", "a:1");
        var token = (await page.Ad("a")).Text("token");
        using var other = new HttpClient { BaseAddress = alone.Address };
        other.DefaultRequestHeaders.Add("Origin", "http://other.test");
        other.DefaultRequestHeaders.Add("User-Agent", RunningService.UserAgent);

        using var response = await other.PostAsync("/comet/v1/receipts", new StringContent($$"""{"receipts":[{"n":1,"token":"{{token}}","stage":"rendered"}]}"""));

        Assert.Equal("""{"type":"ack","acked":[],"refused":[{"n":1,"reason":"origin"}]}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Ledger_report_and_metrics_agree_after_a_mixed_run()
    {
        await using var alone = RunningService.Start();
        foreach (var transport in TestPage.Transports)
        {
            await using var page = await TestPage.Open(alone, transport, "a:1", "b:2", "c:3");
            var (a, b) = (await page.Ad("a"), await page.Ad("b"));
            await page.Show(a);
            Assert.Equal("", await page.Report(b, "rendered"));
            Assert.Equal("duplicate", await page.Report(b, "rendered"));
            alone.Clock.Advance(TimeSpan.FromSeconds(20));
            await page.Event("user", "b");
            alone.Clock.Advance(TimeSpan.FromSeconds(12));
            var second = await page.Ad("a");
            Assert.Equal("", await page.Report(second, "rendered"));
            Assert.Equal("", await page.Report(a, "ended", time: 30_000));
            await page.Ad("b");
            await page.Navigate(RunningService.Origin + "/other");
            await page.Heard();
            await page.Lose();
        }
        Assert.Equal(9, await Counted(alone, "rendered"));
        foreach (var by in new[] { "zone", "campaign", "creative", "trigger" }) await Agrees(alone, by);
    }

    private static async Task Agrees(RunningService alone, string by)
    {
        var rows = await alone.Report(by);
        foreach (var stage in new[] { "served", "rendered", "viewable" })
            Assert.Equal(await Counted(alone, stage), rows.Sum(row => Number(row, stage)));
        foreach (var row in rows)
        {
            Assert.True(Number(row, "served") >= Number(row, "rendered") && Number(row, "rendered") >= Number(row, "viewable"), row.ToString());
            if (by is not ("zone" or "trigger")) continue;
            foreach (var stage in new[] { "served", "rendered", "viewable" })
                Assert.Equal(await Counted(alone, stage, $"{by}=\"{row.Text(by)}\""), Number(row, stage));
        }
        Assert.Equal(3, rows.Sum(row => Number(row, "viewable")));
        Assert.Equal(90_000, rows.Sum(row => Number(row, "shown")));
        Assert.Equal(3, rows.Sum(row => Number(row, "refused")));
    }

    private static double Number(JsonElement row, string name) => double.Parse(row.Text(name), CultureInfo.InvariantCulture);

    private static Task<double> Counted(RunningService service, string stage, string label = "") =>
        service.Metric("comet_impressions_total", $"stage=\"{stage}\"", label);
}
