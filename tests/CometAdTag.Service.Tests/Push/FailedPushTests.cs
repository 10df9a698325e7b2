using System.Net;
using System.Text.Json;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>What the service makes of pages that report that a creative failed.</summary>
public sealed class FailedPushTests : IAsyncLifetime
{
    private readonly RunningService service = RunningService.Start(
        data: null, ("Creatives:WithdrawAfter", "3"), ("Pages:TrustedProxies:0", "127.0.0.1"),
        ("Refresh:Zones:1:Triggers", "Time"), ("Refresh:Zones:5:Enabled", "false"));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Theory]
    [InlineData("1", "timeout")]
    [InlineData("1", "heavy")]
    [InlineData("5", "silenced")]
    public async Task What_was_taken_off_the_page_is_replaced_whatever_may_refresh_the_zone(string zone, string reason)
    {
        await using var page = await TestPage.Open(service, "socket", $"a:{zone}");
        var first = await page.Ad("a");
        await page.Report(first, "rendered");
        await page.Report(first, "error", reason: reason);
        page.Forget("a");
        await page.None("ad");
        service.Clock.Advance(TimeSpan.FromSeconds(30.1));
        var second = await page.Ad("a");
        Assert.Equal(("event", "1"), (second.Text("trigger"), second.Text("index")));
    }

    [Fact]
    public async Task What_threw_stays_where_no_event_may_refresh_the_zone()
    {
        await using var page = await TestPage.Open(service, "socket", "a:5");
        var first = await page.Ad("a");
        await page.Report(first, "rendered");
        await page.Report(first, "error", reason: "script");
        service.Clock.Advance(TimeSpan.FromSeconds(60));
        await page.None("ad");
    }

    [Fact]
    public async Task What_fails_for_many_viewers_is_withdrawn_until_ad_ops_lift_it()
    {
        await using var watching = await TestPage.Open(service, "socket", "a:4");
        await watching.Show(await watching.Ad("a"));
        for (var viewer = 1; viewer <= 3; viewer++)
        {
            await using var page = await TestPage.Open(service, "socket", "a:4");
            await Fail(await page.Ad("a"), $"192.0.2.{viewer}");
        }

        Assert.Equal("400", (await watching.Next("withdraw")).GetProperty("creatives")[0].GetString());
        await service.Until(1, "comet_creatives_withdrawn_total");
        Assert.Equal(3, await service.Metric("comet_creative_failures_total"));
        using var admin = service.Admin();
        var made = JsonDocument.Parse(await admin.GetStringAsync("/api/v1/withdrawals")).RootElement[0];
        Assert.Equal(("400", "service", "failed for 3 viewers within 00:10:00"), (made.Text("creative"), made.Text("by"), made.Text("reason")));
        await using var refused = await TestPage.Open(service, "socket", "a:4");
        await refused.Next("empty");

        using var lifted = await admin.DeleteAsync($"/api/v1/withdrawals/{made.Text("id")}");
        Assert.Equal(HttpStatusCode.NoContent, lifted.StatusCode);
        Assert.Equal("400", (await refused.Ad("a")).Text("creative"));
    }

    private async Task Fail(JsonElement ad, string address)
    {
        using var client = service.Page();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        var receipts = new { receipts = new[] { new { n = 1, token = ad.Text("token"), stage = "error", shown = 0, reason = "timeout" } } };
        using var answer = await client.PostAsync("/comet/v1/receipts", new StringContent(JsonSerializer.Serialize(receipts)));
        Assert.Contains("\"acked\":[1]", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
