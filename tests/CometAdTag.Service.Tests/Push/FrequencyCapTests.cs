using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>Frequency caps from the feed to the page and back in its blob: creative 501 of zone 5 comes before 500 here, and has a cap.</summary>
public sealed class FrequencyCapTests
{
    private const string Two = "\"id\": 11, \"advertiser\": \"b\", \"name\": \"Two\", \"tier\": \"remnant\", \"weight\": 3, \"status\": \"running\"";
    private const string Zone = "\"id\": 5, \"website\": 1,", Creative = "\"id\": 501, \"campaign\": 11,";

    [Theory, OnEachTransport]
    public async Task A_total_cap_of_2_is_shown_twice_and_no_more(string transport)
    {
        await using var service = Start(creative: """{ "total": 2 }""");
        await using var page = await TestPage.Open(service, transport, "a:5");
        Assert.Equal(["501", "500", "501", "500", "500", "500"], await Shown(page, 6));
    }

    [Theory, OnEachTransport]
    public async Task A_cap_of_the_campaign_holds_on_the_pages_that_bring_the_blob(string transport)
    {
        await using var service = Start(campaign: """{ "total": 1 }""");
        await using var first = await TestPage.Open(service, transport, "a:5");
        Assert.Equal(["501"], await Shown(first, 1));
        Assert.NotNull(first.Viewer);

        await using var second = await TestPage.Open(service, transport, say => say.Viewer = first.Viewer, "a:5");
        await using var stranger = await TestPage.Open(service, transport, "a:5");

        Assert.Equal("500", (await second.Ad("a")).Text("creative"));
        Assert.Equal("501", (await stranger.Ad("a")).Text("creative"));
    }

    [Fact]
    public async Task An_ack_that_brings_the_blob_waits_for_nothing()
    {
        await using var service = Start(creative: """{ "total": 2 }""", acksWait: true);
        await using var page = await TestPage.Open(service, "socket", "a:5");
        Assert.Equal("", await page.Report(await page.Ad("a"), "rendered"));
        Assert.NotNull(page.Viewer);
    }

    [Fact]
    public async Task A_zone_that_reached_its_cap_shows_nothing_and_explain_says_so_of_each_creative()
    {
        await using var service = Start(zone: """{ "total": 2 }""");
        await using var page = await TestPage.Open(service, "socket", "a:5");
        Assert.Equal(["501", "500"], await Shown(page, 2));

        service.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("capped", (await page.Next("empty")).Text("reason"));
        Assert.Equal(["capped", "capped"], await Verdicts(service, page.Viewer));
        Assert.Equal(["eligible", "eligible"], await Verdicts(service, viewer: null));
        Assert.Equal(1, await service.Metric("comet_passbacks_total", "reason=\"capped\""));
    }

    [Fact]
    public async Task A_cap_for_a_session_ends_with_it()
    {
        await using var service = Start(creative: """{ "session": 1 }""");
        var viewer = await SeenOnce(service);
        service.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal("500", await First(service, viewer));

        service.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("501", await First(service, viewer));
    }

    [Fact]
    public async Task Seconds_keep_impressions_apart()
    {
        await using var service = Start(creative: """{ "seconds": 600 }""");
        var viewer = await SeenOnce(service);
        service.Clock.Advance(TimeSpan.FromSeconds(590));
        Assert.Equal("500", await First(service, viewer));

        service.Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal("501", await First(service, viewer));
    }

    [Fact]
    public async Task What_was_only_pushed_does_not_count_and_a_receipt_by_POST_counts_once_for_the_open_page()
    {
        await using var service = Start(creative: """{ "total": 1 }""");
        await using var page = await TestPage.Open(service, "socket", "a:5", "b:2");
        var ad = await page.Ad("a");
        Assert.Equal("501", ad.Text("creative"));
        Assert.Equal("501", await First(service, viewer: null));
        using var client = service.Page();

        var viewer = await Beacon(client, ad);

        Assert.NotNull(viewer);
        Assert.Null(await Beacon(client, ad));
        Assert.Equal("500", await First(service, viewer));
        Assert.Equal("", await page.Report(await page.Ad("b"), "rendered"));
        Assert.Equal("500", await First(service, page.Viewer));
    }

    [Fact]
    public async Task The_ack_brings_a_blob_only_where_something_with_a_cap_was_shown()
    {
        await using var service = Start(creative: """{ "total": 9 }""");
        await using var page = await PageSocket.Hello(service, "a:5", "b:2");
        var (first, second) = (await page.Next("ad"), await page.Next("ad"));

        Assert.True((await page.Report(1, first, "rendered")).TryGetProperty("viewer", out _));
        Assert.False((await page.Report(2, second, "rendered")).TryGetProperty("viewer", out _));
        Assert.False((await page.Report(3, first, "rendered")).TryGetProperty("viewer", out _));
    }

    [Fact]
    public async Task A_blob_that_an_open_page_brings_counts_from_then_on()
    {
        await using var service = Start(creative: """{ "total": 1 }""");
        var viewer = await SeenOnce(service);
        await using var page = await TestPage.Open(service, "socket", "b:2");
        await page.Change(new JsonObject { ["viewer"] = viewer });

        await page.Add("a:5");

        Assert.Equal("500", (await page.Ad("a")).Text("creative"));
    }

    [Fact]
    public async Task The_blob_counts_after_a_restart_too()
    {
        var data = TempFolder.Shared();
        string? viewer;
        await using (var service = Start(creative: """{ "total": 1 }""", data: data)) viewer = await SeenOnce(service);

        await using var again = Start(creative: """{ "total": 1 }""", data: data);

        Assert.Equal("500", await First(again, viewer));
        Assert.Equal("501", await First(again, viewer: null));
    }

    [Fact]
    public async Task Caps_that_come_with_new_campaigns_hold_on_pages_that_are_open()
    {
        await using var service = RunningService.Start();
        await using var page = await TestPage.Open(service, "socket", "a:5");
        await page.Show(await page.Ad("a"));
        Assert.Null(page.Viewer);
        TestFeed.WriteTo(service.Data, Feed("", "", """{ "total": 1 }"""));
        using var admin = service.Admin();
        using var pulled = await admin.PostAsync("/api/v1/campaigns/pull?force=true", null);
        pulled.EnsureSuccessStatusCode();

        var shown = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            service.Clock.Advance(TimeSpan.FromSeconds(30));
            shown.AddRange(await Shown(page, 1));
        }

        Assert.Single(shown, "501");
    }

    /// <summary>What a page shows one after the other.</summary>
    private static async Task<string[]> Shown(TestPage page, int count)
    {
        var shown = new List<string>();
        while (true)
        {
            var ad = await page.Ad("a");
            shown.Add(ad.Text("creative"));
            await page.Show(ad);
            if (shown.Count == count) return [.. shown];
            page.Service.Clock.Advance(TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>The blob of a viewer who saw creative 501 once.</summary>
    private static async Task<string?> SeenOnce(RunningService service)
    {
        await using var page = await TestPage.Open(service, "socket", "a:5");
        Assert.Equal(["501"], await Shown(page, 1));
        Assert.NotNull(page.Viewer);
        return page.Viewer;
    }

    /// <summary>The first creative on a new page of a viewer.</summary>
    private static async Task<string> First(RunningService service, string? viewer)
    {
        await using var page = await TestPage.Open(service, "socket", say => say.Viewer = viewer, "a:5");
        return (await page.Ad("a")).Text("creative");
    }

    private static async Task<string[]> Verdicts(RunningService service, string? viewer)
    {
        using var admin = service.Admin();
        using var explained = JsonDocument.Parse(await admin.GetStringAsync($"/api/v1/zones/5/explain{(viewer is null ? "" : $"?viewer={viewer}")}"));
        return [.. explained.RootElement.GetProperty("creatives").EnumerateArray().Select(each => each.Text("verdict"))];
    }

    private static async Task<string?> Beacon(HttpClient client, JsonElement ad)
    {
        var body = JsonSerializer.Serialize(new { receipts = new[] { new { n = 100, token = ad.Text("token"), stage = "rendered", shown = 0 } } });
        using var answer = await client.PostAsync("/comet/v1/receipts", new StringContent(body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var ack = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return ack.RootElement.TryGetProperty("viewer", out var blob) ? blob.GetString() : null;
    }

    private static RunningService Start(string zone = "", string campaign = "", string creative = "", string? data = null, bool acksWait = false)
    {
        data ??= TempFolder.Shared();
        var folder = Directory.CreateDirectory(Path.Combine(data, "caps")).FullName;
        return RunningService.Start(data, ("AdServer:Feed:Location", TestFeed.WriteTo(folder, Feed(zone, campaign, creative))), ("Pages:AckWithin", acksWait ? "00:00:03" : "00:00:00"));
    }

    private static string Feed(string zone, string campaign, string creative) => TestFeed.Json
        .Replace(Zone, Zone + Cap(zone), StringComparison.Ordinal)
        .Replace(Creative, Creative + Cap(creative), StringComparison.Ordinal)
        .Replace(Two, Two.Replace("remnant", "override", StringComparison.Ordinal) + (campaign.Length == 0 ? "" : $", \"cap\": {campaign}"), StringComparison.Ordinal);

    private static string Cap(string cap) => cap.Length == 0 ? "" : $" \"cap\": {cap},";
}
