using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>What the ad server's own beacon would have left in the browser: it travels with the viewer, and is told to the ad server.</summary>
public sealed class DelegatedViewerTests : IAsyncLifetime
{
    private const string Nobody = "OAID=01000111010001000101000001010010";
    private const string Capped = "&OACAP=3&OASCAP=2&OABLOCK=60";

    private DecidingServer adServer = null!;
    private RunningService service = null!;

    public async Task InitializeAsync()
    {
        adServer = await DecidingServer.Start();
        adServer.Shows("1", new Banner("101", "10", Capped));
        service = adServer.Service();
    }

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        await adServer.DisposeAsync();
    }

    [Theory, OnEachTransport]
    public async Task What_was_rendered_is_in_the_blob_and_in_the_next_call_as_cookies(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        var ad = await page.Ad("a");
        Assert.Equal("", (await adServer.Next()).Cookie);
        Assert.Null(page.Viewer);
        var at = service.Clock.GetUtcNow().ToUnixTimeSeconds();
        await page.Show(ad);

        Assert.NotNull(page.Viewer);
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        await page.Ad("a");
        var asked = await adServer.Next();
        Assert.Equal($"{Nobody}; OACAP=101.1; OASCAP=101.1; OABLOCK=101.{at}", asked.Cookie);
    }

    [Fact]
    public async Task A_blob_is_brought_back_by_another_page_to_another_service_with_the_same_keys()
    {
        string? viewer;
        await using (var page = await TestPage.Open(service, "socket", "a:1"))
        {
            await page.Show(await page.Ad("a"));
            viewer = page.Viewer;
        }
        await adServer.Next();

        await using var other = await TestPage.Open(service, "stream", say => say.Viewer = viewer, "a:1");
        await other.Ad("a");

        Assert.Contains("OACAP=101.1", (await adServer.Next()).Cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_only_pushed_counts_nothing_and_what_was_shown_counts_once()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:1");
        var (shown, _) = (await page.Ad("a"), await page.Ad("b"));
        await adServer.Next();
        await page.Show(shown);
        await page.Report(shown, "rendered");
        await page.End(shown, "replaced", 900);
        service.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Contains("OACAP=101.1;", (await adServer.Next()).Cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receipts_without_a_connection_bring_the_blob_too_merged_with_the_one_that_was_sent()
    {
        await using var page = await TestPage.Open(service, "stream", "a:1", "b:1");
        var (first, second) = (await page.Ad("a"), await page.Ad("b"));
        using var client = service.Page();

        var one = await Beacon(client, null, 1, first);
        var both = await Beacon(client, one, 2, second);
        var again = await Beacon(client, both, 3, second);

        Assert.NotNull(one);
        Assert.NotNull(both);
        Assert.Null(again);
        await adServer.Next();
        await using var other = await TestPage.Open(service, "poll", say => say.Viewer = both, "a:1");
        await other.Ad("a");
        Assert.Contains("OACAP=101.2;", (await adServer.Next()).Cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_open_page_counts_what_it_reports_without_its_connection()
    {
        await using var page = await TestPage.Open(service, "stream", "a:1", "b:2");
        var (ad, next) = (await page.Ad("a"), await page.Ad("b"));
        await page.Show(next);
        using var client = service.Page();
        await Beacon(client, null, 100, ad);
        await adServer.Next();
        service.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Contains("OACAP=101.1", (await adServer.Next()).Cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_that_comes_16_minutes_later_counts_nothing_against_a_cap()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        var ad = await page.Ad("a");
        service.Clock.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal("", await page.Report(ad, "rendered"));

        await adServer.Next();
        await page.Report(ad, "viewable");
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("OACAP", (await adServer.Next()).Cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ack_brings_a_blob_only_where_something_changed()
    {
        adServer.Shows("2", new Banner("201", "20"));
        await using var page = await PageSocket.Hello(service, "a:1", "b:2");
        var (first, second) = (await page.Next("ad"), await page.Next("ad"));

        Assert.True((await page.Report(1, first, "rendered")).TryGetProperty("viewer", out _));
        Assert.False((await page.Report(2, second, "rendered")).TryGetProperty("viewer", out _));
        Assert.False((await page.Report(3, first, "rendered")).TryGetProperty("viewer", out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_id_of_the_viewer_is_kept_only_with_consent_for_storage(bool storage)
    {
        adServer.ViewerId = "a1b2c3d4e5f60718293a4b5c6d7e8f90";
        await using var page = await TestPage.Open(service, "socket", say => say.Storage = storage, "a:1");
        await page.Show(await page.Ad("a"));
        await adServer.Next();
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        await page.Ad("a");

        Assert.Equal(storage, (await adServer.Next()).Cookie.Contains("OAID=a1b2c3d4e5f60718293a4b5c6d7e8f90", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1", false)]
    [InlineData("0", true)]
    [InlineData("true", true)]
    public async Task Global_Privacy_Control_outweighs_consent_where_its_header_is_exactly_1(string header, bool kept)
    {
        adServer.ViewerId = "a1b2c3d4e5f60718293a4b5c6d7e8f90";
        await using var page = await TestPage.Open(service, "socket", say => (say.Storage, say.Gpc) = (true, header), "a:1");
        await page.Show(await page.Ad("a"));
        await page.Change(new() { ["consent"] = new JsonObject { ["storage"] = true } });
        await adServer.Next();
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        await page.Ad("a");

        Assert.Equal(kept, (await adServer.Next()).Cookie.Contains("OAID=a1b2c3d4e5f60718293a4b5c6d7e8f90", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Consent_that_is_taken_back_takes_the_id_with_it_and_leaves_the_counts()
    {
        adServer.ViewerId = "a1b2c3d4e5f60718293a4b5c6d7e8f90";
        await using var page = await TestPage.Open(service, "socket", say => say.Storage = true, "a:1");
        await page.Show(await page.Ad("a"));
        await adServer.Next();
        var before = page.Viewer;
        await page.Change(new() { ["consent"] = new JsonObject { ["storage"] = false } });
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        await page.Ad("a");

        var cookie = (await adServer.Next()).Cookie;
        Assert.DoesNotContain("OAID", cookie, StringComparison.Ordinal);
        Assert.Contains("OACAP=101.1", cookie, StringComparison.Ordinal);
        Assert.NotEqual(before, page.Viewer);
    }

    [Fact]
    public async Task A_blob_that_was_not_signed_here_is_worth_nothing()
    {
        await using var page = await TestPage.Open(service, "socket", say => say.Viewer = "AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "a:1");
        await page.Ad("a");

        Assert.Equal("", (await adServer.Next()).Cookie);
    }

    private static async Task<string?> Beacon(HttpClient client, string? viewer, int n, JsonElement ad)
    {
        var body = JsonSerializer.Serialize(new { viewer, receipts = new[] { new { n, token = ad.Text("token"), stage = "rendered", shown = 0 } } });
        using var answer = await client.PostAsync("/comet/v1/receipts", new StringContent(body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var ack = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return ack.RootElement.TryGetProperty("viewer", out var blob) ? blob.GetString() : null;
    }
}
