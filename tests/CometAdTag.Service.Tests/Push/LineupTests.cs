using CometAdTag.Rotation.Refresh;
using CometAdTag.Service.Push;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Push;

public sealed class LineupTests : IAsyncLifetime
{
    private readonly RunningService service = RunningService.Start(data: null, ("AdServer:MaxShrink", "1"));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Theory, OnEachTransport]
    public async Task New_campaigns_fill_empty_slots_at_once(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1", "z:3");
        await page.Next("empty", "z");
        await page.Ad("a");
        await page.Heard();

        TestFeed.WriteTo(service.Data, TestFeed.Without400);
        service.Clock.Advance(TimeSpan.FromSeconds(15));
        await page.Heard();
        service.Clock.Advance(TimeSpan.FromSeconds(15));

        var filled = await page.Ad("z");
        Assert.Equal(("initial", "0", "100"), (filled.Text("trigger"), filled.Text("index"), filled.Text("creative")));
        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task A_changed_policy_is_told_and_takes_effect_on_connected_pages(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2");
        await page.Next("ready");
        await page.Ad("b");
        await page.Show(await page.Ad("a"));
        service.Clock.Advance(TimeSpan.FromSeconds(10));
        if (transport == "stream") await page.Next("ready");

        Use(new() { AllowShortIntervals = true, Zones = { ["1"] = new() { Interval = TimeSpan.FromSeconds(12) } } });

        var ready = transport == "stream" ? await Told(page) : await page.Next("ready");
        Assert.Equal("12000", ready.GetProperty("slots")[0].Text("interval"));
        if (transport != "stream") Assert.Equal(1, ready.GetProperty("slots").GetArrayLength());
        service.Clock.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal("time", (await page.Ad("a")).Text("trigger"));
        await page.None("close");
    }

    [Theory, OnEachTransport]
    public async Task A_slot_is_refreshed_so_often_and_no_more(string transport)
    {
        Use(new() { AllowShortIntervals = true, Zones = { ["1"] = new() { Interval = TimeSpan.FromSeconds(5), MaxRefreshes = 2 } } });
        await using var page = await TestPage.Open(service, transport, "a:1");
        for (var refresh = 0; refresh <= 2; refresh++)
        {
            await page.Show(await page.Ad("a"));
            service.Clock.Advance(TimeSpan.FromSeconds(5.1));
        }
        await page.Event("user");
        service.Clock.Advance(TimeSpan.FromSeconds(10));
        await page.None("ad");

        await page.Remove("a");
        await page.Add("a:1");
        await page.Ad("a");
        service.Clock.Advance(TimeSpan.FromSeconds(10));
        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task A_trigger_that_is_switched_off_rotates_nothing(string transport)
    {
        Use(new() { AllowShortIntervals = true, Zones = { ["1"] = new() { Interval = TimeSpan.FromSeconds(5), Triggers = Triggers.Event } } });
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Show(await page.Ad("a"));
        await page.Event("user");
        service.Clock.Advance(TimeSpan.FromSeconds(10));
        await page.None("ad");

        await page.Event();

        Assert.Equal("event", (await page.Ad("a")).Text("trigger"));
    }

    private static async Task<System.Text.Json.JsonElement> Told(TestPage page)
    {
        while (true)
        {
            var ready = await page.Next("ready");
            if (ready.GetProperty("slots")[0].Text("interval") != "30000") return ready;
        }
    }

    private void Use(RefreshOptions options) => service.Services.GetRequiredService<Live<RefreshOptions>>().Replace(options);
}
