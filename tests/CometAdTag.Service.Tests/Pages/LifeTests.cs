using System.Net;
using System.Text.Json;
using CometAdTag.Service.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Pages;

public sealed class LifeTests : IAsyncLifetime
{
    private readonly RunningService service = RunningService.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Theory]
    [InlineData("socket")]
    [InlineData("stream")]
    public async Task A_ping_is_sent_each_heartbeat_when_nothing_else_was(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Ad("a");
        await page.Heard();
        service.Clock.Advance(TimeSpan.FromSeconds(19));
        if (transport == "socket") await page.None("ping");
        service.Clock.Advance(TimeSpan.FromSeconds(20.1));
        await page.Next("ping");
    }

    [Fact]
    public async Task A_poll_that_nothing_comes_for_is_answered_with_nothing_after_25_s()
    {
        using var client = service.Page();
        using var first = await client.PostAsync("/comet/v1/poll", new StringContent(PageSocket.HelloOf("a:3")));
        using var frames = JsonDocument.Parse(await first.Content.ReadAsStringAsync());
        var hello = PageSocket.HelloOf("a:3").Replace("\"v\":1,", $"\"v\":1,\"page\":\"{frames.RootElement[0].Text("page")}\",", StringComparison.Ordinal);
        var begun = service.Clock.GetUtcNow();

        var held = client.PostAsync("/comet/v1/poll", new StringContent(hello));
        while (!held.IsCompleted) await Turn(TimeSpan.FromSeconds(0.1), held);
        using var response = await held;

        Assert.Equal("[]", await response.Content.ReadAsStringAsync());
        Assert.True(service.Clock.GetUtcNow() - begun >= TimeSpan.FromSeconds(25));
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("poll")]
    public async Task A_page_that_says_no_new_hello_for_two_heartbeats_is_gone(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2");
        await page.Ad("b");
        Assert.Equal(2, await service.Metric("comet_slots"));
        await page.Lose();
        service.Clock.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal(1, await service.Metric("comet_pages"));

        var gone = service.Until(0, "comet_pages");
        while (!gone.IsCompleted) await Turn(TimeSpan.FromSeconds(1), gone);
        await gone;
        Assert.Equal(0, await service.Metric("comet_slots"));
    }

    [Fact]
    public async Task A_socket_that_is_lost_or_says_bye_is_gone_at_once()
    {
        await using var lost = await TestPage.Open(service, "socket", "a:1");
        await using var leaving = await PageSocket.Hello(service, "a:1", "b:2");
        await lost.Ad("a");
        await leaving.Next("ad");

        await lost.Lose();
        await service.Until(1, "comet_pages");
        await leaving.Say("""{"type":"bye"}""");

        await service.Until(0, "comet_pages");
        await service.Until(0, "comet_slots");
    }

    [Fact]
    public async Task A_page_hidden_for_longer_than_the_grace_is_sent_away_and_may_come_back()
    {
        await using var page = await PageSocket.Hello(service, "a:1");
        await page.Next("ad");
        await page.Say("""{"type":"view","visible":false}""");
        await page.Say("""{"type":"receipt","n":1,"token":"","stage":""}""");
        await page.Next("ack");

        service.Clock.Advance(TimeSpan.FromSeconds(101));

        var close = await page.Next("close");
        Assert.Equal(("idle", false), (close.Text("reason"), close.GetProperty("final").GetBoolean()));
        Assert.Equal(4002, await page.Closed());
    }

    [Fact]
    public async Task A_socket_that_says_no_hello_within_10_s_is_closed()
    {
        await using var page = await PageSocket.Open(service);
        var closed = page.Closed();
        while (!closed.IsCompleted) await Turn(TimeSpan.FromSeconds(1), closed);
        Assert.Equal(4002, await closed);
    }

    [Fact]
    public async Task A_service_that_stops_sends_its_pages_away_over_the_window_and_lets_nobody_in()
    {
        var pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PageSocket.Hello(service, "a:1")));
        foreach (var page in pages) await page.Next("ad");
        await using var silent = await PageSocket.Open(service);
        using var client = service.Page();
        var closes = Task.WhenAll(pages.Select(page => page.Next("close")));
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously), turning = new(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Services.GetRequiredService<PageDoor>().Closed.UnsafeRegister(_ => closed.SetResult(), null);

        var begun = service.Clock.GetUtcNow();
        service.Turning = turning.Task;
        var stopped = service.DisposeAsync();
        await closed.Task.WaitAsync(Patience.Bound);
        // The window has not passed, since nobody turned the clock
        using var refused = await client.PostAsync("/comet/v1/poll", new StringContent(PageSocket.HelloOf("a:1")));
        turning.SetResult();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        foreach (var close in await closes)
        {
            Assert.Equal(("shutdown", false), (close.Text("reason"), close.GetProperty("final").GetBoolean()));
            Assert.InRange(close.GetProperty("retryAfter").GetInt32(), 0, 3_000);
        }
        foreach (var page in pages) await page.DisposeAsync();
        await stopped.AsTask().WaitAsync(Patience.Bound);
        Assert.InRange(service.Clock.GetUtcNow() - begun, TimeSpan.FromSeconds(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_service_that_lets_nobody_in_is_not_ready()
    {
        using var client = service.Page();
        service.Services.GetRequiredService<PageDoor>().Close();

        using var ready = await client.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("""{"status":"not_ready","missing":["pages"]}""", await ready.Content.ReadAsStringAsync());
    }

    /// <summary>Turns the clock while something is on its way whose arrival at the service cannot be seen.</summary>
    private async Task Turn(TimeSpan by, Task awaited)
    {
        service.Clock.Advance(by);
        await Task.WhenAny(awaited, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
    }
}
