using System.Net.Http.Json;
using System.Text.Json;
using CometAdTag.Rotation.Holdout;
using CometAdTag.Service.Push;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Push;

public sealed class HoldoutTests : IAsyncLifetime
{
    private const double Half = 0.5;

    private readonly RunningService service = RunningService.Start(data: null, ("Refresh:Holdout", "0.5"));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await service.DisposeAsync();

    public static TheoryData<string, string, string> MovesOfBothArms()
    {
        var moves = new TheoryData<string, string, string>();
        foreach (var arm in Enum.GetNames<Arm>())
            foreach (var from in TestPage.Transports)
                foreach (var to in TestPage.Transports) moves.Add(arm, from, to);
        return moves;
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_is_held_out_is_filled_once_whatever_asks_for_more(string transport)
    {
        await using var page = await Open(service, transport, Arm.Holdout);
        await page.Show(await page.Ad("a"));

        service.Clock.Advance(TimeSpan.FromMinutes(5));
        await page.None("ad");
        await page.Event();
        await page.Event("user");
        await page.None("ad");
        using var publisher = service.Admin();
        using var happened = await publisher.PostAsJsonAsync("/api/v1/events", new { name = "goal", zones = new[] { "1" } });
        Assert.Equal(0, (await happened.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("slots").GetInt32());
        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_is_not_held_out_refreshes(string transport)
    {
        await using var page = await Open(service, transport, Arm.Refreshing);
        await page.Show(await page.Ad("a"));

        service.Clock.Advance(TimeSpan.FromSeconds(31));
        await page.IsThere();

        Assert.Equal("time", (await page.Ad("a")).Text("trigger"));
    }

    [Theory, OnEachTransport]
    public async Task A_withdrawal_and_a_new_url_concern_a_page_that_is_held_out_too(string transport)
    {
        await using var page = await Open(service, transport, Arm.Holdout);
        var ad = await page.Ad("a");
        await page.Show(ad);
        using var adops = service.Admin();
        using var withdrawn = await adops.PostAsJsonAsync("/api/v1/withdrawals", new { creative = ad.Text("creative"), reason = "a test" });
        withdrawn.EnsureSuccessStatusCode();
        service.Clock.Advance(TimeSpan.FromSeconds(2));
        await page.IsThere();
        var replacement = await page.Ad("a");
        Assert.True(replacement.GetProperty("withdrawal").GetBoolean());

        await page.Show(replacement);
        service.Clock.Advance(TimeSpan.FromSeconds(6));
        await page.Navigate(RunningService.Origin + "/other");
        Assert.Equal(("user", "0"), await page.Ad("a") is var next ? (next.Text("trigger"), next.Text("index")) : default);
    }

    [Theory, MemberData(nameof(MovesOfBothArms))]
    public async Task A_page_stays_in_its_arm_when_it_comes_back_and_is_counted_once(string arm, string from, string to)
    {
        var isHeldOut = Enum.Parse<Arm>(arm) is Arm.Holdout;
        await using var first = await Open(service, from, Enum.Parse<Arm>(arm));
        await first.Show(await first.Ad("a"));
        var pages = await Sum(service, "pages");

        await using var second = await first.Again(service, to);
        await second.None("ad");
        service.Clock.Advance(TimeSpan.FromSeconds(31));

        if (isHeldOut) await second.None("ad");
        else Assert.Equal("1", (await second.Ad("a")).Text("index"));
        Assert.Equal(pages, await Sum(service, "pages"));
    }

    [Theory, OnEachTransport]
    public async Task A_changed_part_concerns_pages_that_open_from_then_on(string transport)
    {
        await using var heldOut = await Open(service, transport, Arm.Holdout);
        await heldOut.Show(await heldOut.Ad("a"));
        SetPart(service, 0);
        await using var other = await TestPage.Open(service, transport, "a:1");
        await other.Show(await other.Ad("a"));

        await using var again = await heldOut.Again(service, transport);
        await again.None("ad");
        service.Clock.Advance(TimeSpan.FromSeconds(31));
        await again.None("ad");
        await other.IsThere();
        Assert.Equal("1", (await other.Ad("a")).Text("index"));
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_opened_before_there_was_a_holdout_is_in_neither_arm(string transport)
    {
        SetPart(service, 0);
        var data = service.Data;
        // One that its id would hold out
        await using var before = await Open(service, transport, Arm.Holdout);
        await before.Show(await before.Ad("a"));
        SetPart(service, Half);
        await before.Lose();
        await service.DisposeAsync();

        await using var restarted = RunningService.Start(data, ("Refresh:Holdout", "0.5"));
        restarted.Clock.SetUtcNow(service.Clock.GetUtcNow());
        await using var again = await before.OpenedAgain(restarted, transport);
        await again.None("ad");
        restarted.Clock.Advance(TimeSpan.FromSeconds(32));
        await again.IsThere();

        Assert.Equal("1", (await again.Ad("a")).Text("index"));
        Assert.Equal((0, 0), (await Sum(restarted, "pages"), await Sum(restarted, "served")));
    }

    [Theory]
    [InlineData("socket", "0.5", true)]
    [InlineData("stream", "0", true)]
    [InlineData("poll", "0.5", false)]
    public async Task A_restart_moves_no_page_to_the_other_arm(string transport, string part, bool showsItsToken)
    {
        await using var page = await Open(service, transport, Arm.Holdout);
        await page.Show(await page.Ad("a"));
        await page.Lose();
        var pages = await Sum(service, "pages");
        await service.DisposeAsync();

        await using var restarted = RunningService.Start(service.Data, ("Refresh:Holdout", part));
        restarted.Clock.SetUtcNow(service.Clock.GetUtcNow());
        if (!showsItsToken) page.Forget("a");
        await using var again = await page.OpenedAgain(restarted, transport);
        if (showsItsToken) await again.None("ad");
        else await again.Show(await again.Ad("a"));
        restarted.Clock.Advance(TimeSpan.FromMinutes(2));

        await again.None("ad");
        Assert.Equal(pages, await Sum(restarted, "pages"));
    }

    [Theory, OnEachTransport]
    public async Task A_page_is_counted_when_it_has_its_first_slot(string transport)
    {
        await using var page = await TestPage.Open(service, transport);
        await page.Next("ready");
        Assert.Equal(0, await Sum(service, "pages"));
        await page.Add("a:1");
        await page.Ad("a");
        await page.Add("b:2");
        await page.Ad("b");
        Assert.Equal(1, await Sum(service, "pages"));
    }

    [Fact]
    public async Task A_page_that_opens_before_the_first_campaigns_came_is_counted_when_they_are_there()
    {
        var data = TempFolder.Shared();
        var missing = Path.Combine(data, "later.json");
        await using var early = RunningService.Start(data, ("Refresh:Holdout", "0.5"), ("AdServer:Feed:Location", missing), ("Pages:AllowedOrigins:0", RunningService.Origin));
        await using var page = await TestPage.Open(early, "socket", "a:1");
        await page.Next("empty");
        Assert.Equal(0, await Sum(early, "pages"));
        File.Move(TestFeed.WriteTo(data), missing);
        using var adServer = early.Admin();
        using var pulled = await adServer.PostAsync("/api/v1/campaigns/pull", content: null);
        pulled.EnsureSuccessStatusCode();
        await page.Ad("a");
        Assert.Equal(1, await Sum(early, "pages"));
        Assert.Equal(1, await Sum(early, "pages", "&website=1"));
    }

    [Fact]
    public async Task What_no_person_looks_at_is_in_neither_arm()
    {
        await using var bot = await TestPage.Open(service, "socket", page => page.Agent = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "a:1");
        await bot.Ad("a");
        Assert.Equal((0, 0), (await Sum(service, "pages"), await Sum(service, "served")));
        await using var person = await TestPage.Open(service, "socket", "a:1");
        await person.Ad("a");
        Assert.Equal((1, 1), (await Sum(service, "pages"), await Sum(service, "served")));
    }

    [Fact]
    public async Task Without_a_holdout_nothing_is_kept()
    {
        SetPart(service, 0);
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Show(await page.Ad("a"));
        Assert.Equal((0, 0), (await Sum(service, "pages"), await Sum(service, "rendered")));
    }

    /// <summary>A new page that its id puts in that arm.</summary>
    private static async Task<TestPage> Open(RunningService at, string transport, Arm arm)
    {
        while (true)
        {
            var page = await TestPage.Open(at, transport, "a:1");
            await page.Next("ready");
            if (PageGroup.Of(page.Id!, Half).Arm == arm) return page;
            await page.DisposeAsync();
        }
    }

    private static void SetPart(RunningService at, double part)
    {
        var live = at.Services.GetRequiredService<Live<RefreshOptions>>();
        live.Replace(new() { Default = live.Value.Default, Zones = live.Value.Zones, AllowShortIntervals = live.Value.AllowShortIntervals, Holdout = part });
    }

    /// <summary>Of both arms.</summary>
    private static async Task<long> Sum(RunningService at, string measure, string query = "")
    {
        using var viewer = at.Admin();
        var report = await viewer.GetFromJsonAsync<JsonElement>($"/api/v1/report/holdout?from=2026-11-22{query}");
        var row = report.GetProperty("rows").EnumerateArray().Single(each => each.Text("measure") == measure);
        return row.GetProperty("refreshing").GetInt64() + row.GetProperty("holdout").GetInt64();
    }
}
