using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>The ad server that decides each fill fails, is slow, or comes back.</summary>
public sealed class DelegatedOutageTests : IAsyncLifetime
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

    [Theory, OnEachTransport]
    public async Task What_is_shown_stays_when_it_fails_and_its_clock_begins_anew(string transport)
    {
        adServer.Shows("1", new Banner("101", "10"), new Banner("102", "10"));
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Show(await page.Ad("a"));
        adServer.Status = 500;
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        await page.IsThere();
        await service.Until(1, "comet_passbacks_total", "reason=\"ad_server_away\"");
        await page.None("ad");
        await page.None("empty");

        adServer.Status = 200;
        service.Clock.Advance(TimeSpan.FromSeconds(29));
        await page.None("ad");
        Assert.Equal(2, adServer.Calls);
        service.Clock.Advance(TimeSpan.FromSeconds(1.1));

        var next = await page.Ad("a");
        Assert.Equal(("time", "1"), (next.Text("trigger"), next.Text("index")));
        Assert.Equal(1, await service.Metric("comet_decisions_total", "zone=\"1\"", "outcome=\"passback\""));
        Assert.Equal(2, await service.Metric("comet_decisions_total", "zone=\"1\"", "outcome=\"fill\""));
    }

    [Theory, OnEachTransport]
    public async Task An_answer_that_takes_longer_than_2_s_is_none(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Show(await page.Ad("a"));
        await adServer.Next();
        var held = adServer.Hold();
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        var polling = page.IsThere();
        await adServer.Next();
        service.Clock.Advance(TimeSpan.FromSeconds(2.1));
        await polling;

        await service.Until(1, "comet_passbacks_total", "reason=\"ad_server_away\"");
        await service.Until(1, "comet_ad_server_requests_total", "outcome=\"timeout\"");
        held.SetResult();
        await page.None("ad");
        await page.None("empty");
    }

    [Theory, OnEachTransport]
    public async Task An_empty_slot_is_told_once_and_asked_for_again_within_10_s(string transport)
    {
        adServer.Status = 503;
        await using var page = await TestPage.Open(service, transport, "a:1");
        Assert.Equal("ad_server_away", (await page.Next("empty", "a")).Text("reason"));
        await page.Heard();
        service.Clock.Advance(TimeSpan.FromSeconds(4.9));
        await page.Heard();
        Assert.Equal(1, adServer.Calls);
        service.Clock.Advance(TimeSpan.FromSeconds(5.2));
        await page.IsThere();
        await service.Until(2, "comet_passbacks_total", "reason=\"ad_server_away\"");
        await page.None("empty");

        adServer.Status = 200;
        service.Clock.Advance(TimeSpan.FromSeconds(5));
        await page.Heard();
        service.Clock.Advance(TimeSpan.FromSeconds(5.1));

        var first = await page.Ad("a");
        Assert.Equal(("initial", "0"), (first.Text("trigger"), first.Text("index")));
    }

    [Theory, OnEachTransport]
    public async Task A_withdrawn_creative_is_replaced_as_soon_as_it_is_there_again(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Show(await page.Ad("a"));
        adServer.Status = 500;
        await service.Withdraw(creative: "101");
        await page.Next("withdraw");
        page.Forget("a");
        service.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal("ad_server_away", (await page.Next("empty", "a")).Text("reason"));

        adServer.Status = 200;
        adServer.Shows("1", new Banner("102", "10"));
        await page.Heard();
        service.Clock.Advance(TimeSpan.FromSeconds(5));
        await page.Heard();
        service.Clock.Advance(TimeSpan.FromSeconds(5.1));

        var second = await page.Ad("a");
        Assert.Equal(("102", "event", "1"), (second.Text("creative"), second.Text("trigger"), second.Text("index")));
        Assert.True(second.GetProperty("withdrawal").GetBoolean());
    }

    [Fact]
    public async Task When_it_fails_again_and_again_it_is_left_alone_and_pages_keep_what_they_show()
    {
        await using var impatient = adServer.Service(("AdServer:Patience:FailuresToBreak", "3"));
        await using var page = await TestPage.Open(impatient, "socket", "a:1");
        await page.Show(await page.Ad("a"));
        adServer.Status = 500;
        await using var other = await TestPage.Open(impatient, "socket", "a:1");
        Assert.Equal("ad_server_away", (await other.Next("empty")).Text("reason"));
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (await impatient.Metric("comet_ad_server_requests_total", "outcome=\"circuit_open\"") < 1)
        {
            Assert.False(bound.IsCancellationRequested, "the circuit never opened");
            impatient.Clock.Advance(TimeSpan.FromSeconds(1));
            await other.Heard();
        }

        Assert.InRange(adServer.Calls, 1, 3);
        await page.None("empty");
        await page.None("ad");
        await page.None("close");
    }

    [Fact]
    public async Task A_virtual_page_view_while_it_is_away_keeps_the_creative_as_the_first_of_the_view()
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Show(await page.Ad("a"));
        service.Clock.Advance(TimeSpan.FromSeconds(6));
        adServer.Status = 500;
        await page.Navigate(RunningService.Origin + "/other");
        await service.Until(1, "comet_passbacks_total", "reason=\"ad_server_away\"");
        adServer.Status = 200;
        service.Clock.Advance(TimeSpan.FromSeconds(30.1));

        var next = await page.Ad("a");
        Assert.Equal(("time", "1"), (next.Text("trigger"), next.Text("index")));
    }

    [Fact]
    public async Task A_blank_takes_nothing_off_the_page_and_a_withdrawal_still_does()
    {
        adServer.Shows("1", new Banner("101", "10"), null);
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await page.Show(await page.Ad("a"));
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("none_running", (await page.Next("empty", "a")).Text("reason"));

        Assert.Equal(1, await service.Withdraw(creative: "101"));

        Assert.Equal("101", (await page.Next("withdraw")).GetProperty("creatives")[0].GetString());
    }
}
