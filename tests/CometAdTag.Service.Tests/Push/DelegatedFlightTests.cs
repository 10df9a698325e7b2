using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>What happens while the ad server is being asked.</summary>
public sealed class DelegatedFlightTests : IAsyncLifetime
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
    public async Task A_slot_is_asked_for_once_at_a_time()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Show(await page.Ad("a"));
        var held = adServer.Hold();
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        await adServer.Until(2);
        await page.Event("user");
        await page.View(visible: true, ("a", true));
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        await page.Heard();

        held.SetResult();
        await page.Ad("a");

        Assert.Equal(2, adServer.Calls);
    }

    [Fact]
    public async Task A_slot_that_comes_meanwhile_is_asked_for_alone_and_one_that_left_gets_nothing()
    {
        var held = adServer.Hold();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        await adServer.Until(1);
        await page.Remove("a");
        await page.Add("c:3");
        Assert.Equal(("1|2", "3"), ((await adServer.Next()).Zones, (await adServer.Next()).Zones));
        held.SetResult();

        Assert.Equal("201", (await page.Ad("b")).Text("creative"));
        Assert.Equal("301", (await page.Ad("c")).Text("creative"));
        await page.None("ad");
        Assert.Equal(2, await service.Metric("comet_impressions_total", "stage=\"served\""));
    }

    [Fact]
    public async Task A_slot_that_left_and_came_back_is_asked_for_anew()
    {
        var held = adServer.Hold();
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await adServer.Until(1);
        await page.Remove("a");
        await page.Add("a:1");
        await adServer.Until(2);
        held.SetResult();

        await page.Ad("a");
        await page.None("ad");
        Assert.Equal(1, await service.Metric("comet_impressions_total", "stage=\"served\""));
    }

    [Theory, OnEachTransport]
    public async Task A_creative_that_is_withdrawn_meanwhile_is_not_shown(string transport)
    {
        adServer.Shows("1", new Banner("101", "10"), new Banner("102", "11"));
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Show(await page.Ad("a"));
        var held = adServer.Hold();
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        var polling = page.IsThere();
        await adServer.Until(2);
        Assert.Equal(0, await service.Withdraw(campaign: "11"));
        held.SetResult();
        await polling;

        Assert.Equal("withdrawn", (await page.Next("empty", "a")).Text("reason"));
        await page.None("ad");
    }

    [Fact]
    public async Task What_is_shown_and_withdrawn_meanwhile_is_replaced_by_the_answer()
    {
        adServer.Shows("1", new Banner("101", "10"), new Banner("102", "11"));
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Show(await page.Ad("a"));
        var held = adServer.Hold();
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        await adServer.Until(2);
        Assert.Equal(1, await service.Withdraw(creative: "101"));
        await page.Next("withdraw");
        held.SetResult();

        var second = await page.Ad("a");
        Assert.Equal(("102", "event", "1", 2), (second.Text("creative"), second.Text("trigger"), second.Text("index"), adServer.Calls));
        Assert.True(second.GetProperty("withdrawal").GetBoolean());
    }

    [Theory, OnEachTransport]
    public async Task An_answer_for_another_url_is_dropped_and_the_new_one_asked_for(string transport)
    {
        var held = adServer.Hold();
        await using var page = await TestPage.Open(service, transport, "a:1");
        await adServer.Until(1);
        if (transport is "socket" or "upgrade") await page.Navigate(RunningService.Origin + "/other");
        else await using (await page.OpenedAgain(service, transport, RunningService.Origin + "/other")) await adServer.Until(2);
        held.SetResult();
        if (transport is not ("socket" or "upgrade")) return;

        await page.Ad("a");
        await adServer.Next();
        Assert.Equal(RunningService.Origin + "/other", (await adServer.Next()).Query["loc"]);
        Assert.Equal(1, await service.Metric("comet_impressions_total", "stage=\"served\""));
    }

    [Fact]
    public async Task A_page_that_is_hidden_meanwhile_gets_its_creative_to_keep()
    {
        var held = adServer.Hold();
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await adServer.Until(1);
        await page.View(visible: false);
        held.SetResult();

        Assert.Equal("101", (await page.Ad("a")).Text("creative"));
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_comes_back_meanwhile_is_asked_for_anew_and_gets_one(string transport)
    {
        var held = adServer.Hold();
        await using var first = await TestPage.Open(service, transport, "a:1");
        await adServer.Until(1);
        await using var second = await first.Again(service, transport);
        await adServer.Until(2);
        held.SetResult();

        Assert.Equal(("initial", "0"), await second.Ad("a") is var ad ? (ad.Text("trigger"), ad.Text("index")) : default);
        await second.None("ad");
        Assert.Equal(1, await service.Metric("comet_impressions_total", "stage=\"served\""));
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_comes_back_while_its_slot_rotates_is_asked_for_anew_and_gets_one(string transport)
    {
        adServer.Shows("1", new Banner("101", "10"), new Banner("102", "10"));
        await using var first = await TestPage.Open(service, "socket", "a:1");
        await first.Show(await first.Ad("a"));
        var held = adServer.Hold();
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        await adServer.Until(2);
        await using var second = await first.OpenedAgain(service, transport);
        await adServer.Until(3);
        held.SetResult();

        Assert.Equal(("102", "time", "1"), await second.Ad("a") is var ad ? (ad.Text("creative"), ad.Text("trigger"), ad.Text("index")) : default);
        await second.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task A_creative_that_was_lost_on_the_way_is_asked_for_anew(string transport)
    {
        adServer.Shows("1", new Banner("101", "10"), new Banner("102", "10"));
        await using var first = await TestPage.Open(service, transport, "a:1");
        var lost = await first.Ad("a");
        first.Forget("a");
        await using var second = await first.OpenedAgain(service, transport);

        var again = await second.Ad("a");

        Assert.NotEqual(lost.Text("id"), again.Text("id"));
        Assert.Equal(("102", "initial", "0"), (again.Text("creative"), again.Text("trigger"), again.Text("index")));
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_comes_back_goes_on_with_what_it_shows(string transport)
    {
        await using var first = await TestPage.Open(service, transport, "a:1");
        await first.Show(await first.Ad("a"));
        await using var second = await first.Again(service, transport);
        await second.None("ad");
        Assert.Equal(1, adServer.Calls);
        service.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(("time", "1"), await second.Ad("a") is var next ? (next.Text("trigger"), next.Text("index")) : default);
    }

    [Fact]
    public async Task The_service_stops_in_order_while_it_asks()
    {
        adServer.Hold();
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await adServer.Until(1);

        await service.DisposeAsync();

        Assert.Equal("shutdown", (await page.Next("close")).Text("reason"));
    }
}
