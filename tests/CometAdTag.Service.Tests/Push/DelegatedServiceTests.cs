using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Tests.Access;
using CometAdTag.Service.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Service.Tests.Push;

/// <summary>The service as a whole where the ad server decides each fill and nothing is known of its zones.</summary>
public sealed class DelegatedServiceTests : IAsyncLifetime
{
    private DecidingServer adServer = null!;
    private RunningService service = null!;

    public async Task InitializeAsync()
    {
        adServer = await DecidingServer.Start();
        service = adServer.Service();
    }

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        await adServer.DisposeAsync();
    }

    [Fact]
    public async Task Without_allowed_origins_it_does_not_start_and_says_what_is_needed()
    {
        using var folder = new TempFolder();
        var (exitCode, output) = await Tool.Run(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "CometAdTag.Service.dll"), "--Urls=http://127.0.0.1:0", $"--Data:Path={folder.Path}",
                "--AdServer:Source=revive-delivery", $"--AdServer:ReviveDelivery:Url={adServer.Url}",
            ],
            folder: folder.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("Pages:AllowedOrigins is needed with AdServer:Source revive-delivery", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_ready_without_a_snapshot_and_shows_no_demo()
    {
        using var client = new HttpClient { BaseAddress = service.Address };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/demo")).StatusCode);
    }

    [Fact]
    public async Task A_source_that_changes_while_it_runs_takes_effect_at_the_next_start()
    {
        var options = service.Services.GetRequiredService<Live<AdServerOptions>>();
        options.Replace(new() { Source = "feed", ReviveDelivery = new() { Url = adServer.Url } });

        await using var page = await TestPage.Open(service, "socket", "a:1");

        Assert.Equal("101", (await page.Ad("a")).Text("creative"));
        Assert.Equal("revive-delivery", (await Get("/api/v1/status")).GetProperty("campaigns").Text("source"));
    }

    [Fact]
    public void A_source_that_changes_is_said_once_to_the_log()
    {
        using var log = new Logs();
        using var logs = new LoggerFactory([log]);
        var options = new Live<AdServerOptions>(new() { Source = "revive-delivery" });
        var source = new SourceAtStart(options, logs.CreateLogger<SourceAtStart>());

        options.Replace(new() { Source = "revive-delivery" });
        Assert.Equal("", log.Text);
        options.Replace(new() { Source = "feed" });

        Assert.True(source.IsDelegated);
        Assert.Contains("AdServer:Source feed takes effect at the next start; until then it is revive-delivery", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zones_that_a_page_makes_up_take_no_label_and_one_that_is_filled_does()
    {
        adServer.Shows("5555", (Banner?)null);
        await using var page = await TestPage.Open(service, "socket", "a:5555", "b:1", "c:made-up");
        await page.Ad("b");
        await page.Next("empty", "c");

        Assert.Equal(0, await service.Metric("comet_decisions_total", "zone=\"5555\""));
        Assert.Equal(2, await service.Metric("comet_decisions_total", "zone=\"other\"", "outcome=\"passback\""));
        Assert.Equal(1, await service.Metric("comet_decisions_total", "zone=\"1\"", "outcome=\"fill\""));
        Assert.Equal(2, await service.Metric("comet_passbacks_total", "reason=\"none_running\""));
    }

    [Fact]
    public async Task A_policy_can_be_set_for_any_zone_and_connected_pages_follow()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        await page.Next("ready");
        await page.Ad("b");
        await page.Show(await page.Ad("a"));
        using var admin = service.Admin();

        using var put = await admin.PutAsJsonAsync("/api/v1/zones/1/refresh", new { interval = 5_000 });

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        var ready = await page.Next("ready");
        Assert.Equal(("a", "5000"), (ready.GetProperty("slots")[0].Text("slot"), ready.GetProperty("slots")[0].Text("interval")));
        Assert.Equal("api_zone", (await Get("/api/v1/zones/1/refresh")).GetProperty("interval").Text("from"));
        Assert.Equal("default", (await Get("/api/v1/zones/4711/refresh")).GetProperty("interval").Text("from"));
        service.Clock.Advance(TimeSpan.FromSeconds(5.1));
        Assert.Equal("time", (await page.Ad("a")).Text("trigger"));
        using var none = await admin.GetAsync("/api/v1/zones/sidebar/refresh");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task An_event_rotates_the_slots_of_any_zone()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        await page.Show(await page.Ad("b"));
        service.Clock.Advance(TimeSpan.FromSeconds(29.5));
        using var admin = service.Admin();

        using var fired = await admin.PostAsJsonAsync("/api/v1/events", new { name = "goal", zones = new[] { "2", "3" } });

        Assert.Equal(HttpStatusCode.Accepted, fired.StatusCode);
        Assert.Equal("event", (await page.Ad("b")).Text("trigger"));
        var result = await fired.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("1", "1", "0"), (result.Text("pages"), result.Text("slots"), result.Text("waiting")));
        using var website = await admin.PostAsJsonAsync("/api/v1/events", new { name = "goal", website = "1" });
        Assert.Equal(HttpStatusCode.BadRequest, website.StatusCode);
        Assert.Contains("the ad server decides each fill", await website.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory, OnEachTransport]
    public async Task A_creative_or_a_campaign_is_withdrawn_from_all_pages_and_not_shown_until_that_is_lifted(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        await using var other = await TestPage.Open(service, transport, "a:2");
        await page.Show(await page.Ad("a"));
        await other.Ad("a");

        Assert.Equal(1, await service.Withdraw(campaign: "10"));

        Assert.Equal("101", (await page.Next("withdraw")).GetProperty("creatives")[0].GetString());
        page.Forget("a");
        service.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal("withdrawn", (await page.Next("empty", "a")).Text("reason"));
        await other.None("withdraw");
        await using var late = await TestPage.Open(service, transport, "a:1");
        Assert.Equal("withdrawn", (await late.Next("empty", "a")).Text("reason"));
    }

    [Fact]
    public async Task A_page_that_was_away_hears_of_a_withdrawal_when_it_comes_back()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Show(await page.Ad("a"));
        await page.Lose();
        await service.Withdraw(creative: "101");

        await using var again = await page.Again(service, "socket");

        Assert.Equal("101", (await again.Next("withdraw")).GetProperty("creatives")[0].GetString());
    }

    [Fact]
    public async Task What_only_a_snapshot_could_answer_says_so()
    {
        using var admin = service.Admin();
        using var pull = await admin.PostAsync("/api/v1/campaigns/pull", null);
        Assert.Equal(HttpStatusCode.Conflict, pull.StatusCode);
        Assert.Contains("There is nothing to pull.", await pull.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var explained = await Get("/api/v1/zones/1/explain");
        Assert.Contains("the ad server decides each fill", explained.Text("note"), StringComparison.Ordinal);
        Assert.Equal(0, explained.GetProperty("creatives").GetArrayLength());

        var campaigns = (await Get("/api/v1/status")).GetProperty("campaigns");
        Assert.Equal(("revive-delivery", "closed", false), (campaigns.Text("source"), campaigns.Text("circuit"), campaigns.GetProperty("tooOld").GetBoolean()));

        using var misspelt = await admin.PostAsJsonAsync("/api/v1/withdrawals", new { creative = "banner-5", reason = "a mistake" });
        Assert.Equal(HttpStatusCode.BadRequest, misspelt.StatusCode);
    }

    private async Task<JsonElement> Get(string path)
    {
        using var admin = service.Admin();
        return JsonDocument.Parse(await admin.GetStringAsync(path)).RootElement;
    }
}
