using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>A zone that another ad stack fills: the service keeps the clock, and the tag has the stack refresh.</summary>
public sealed class SignalTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_signal_zone_has_the_other_stack_refresh_its_slot_on_the_timer_and_nothing_is_rendered_or_counted()
    {
        await using var scene = await Scene.Open(chromium, output);
        await scene.Service.Send(HttpMethod.Put, "/api/v1/zones/timer/refresh", new { mode = "signal", triggers = new[] { "time", "event" } });
        var page = await scene.Visit("signal.html");
        await page.Until("signalled.length >= 3");
        await scene.Service.Send(HttpMethod.Put, "/api/v1/zones/timer/refresh", new { mode = "signal", triggers = new[] { "event" } });
        await Bound.Quiet(TimeSpan.FromSeconds(2));
        await page.Do("window.before = signalled.length");
        await scene.Service.Send(HttpMethod.Post, "/api/v1/events", new { name = "goal", zones = new[] { "timer" } });
        await page.Until("signalled.length === before + 1");

        var signalled = await page.Ask<Signalled[]>("signalled");
        Assert.All(signalled, one => Assert.Equal(("timer", "timer"), (one.Id, one.Zone)));
        Assert.Equal(Enumerable.Range(1, signalled.Length), signalled.Select(one => one.Index));
        Assert.Equal([.. Enumerable.Repeat("time", signalled.Length - 1), "event"], signalled.Select(one => one.Trigger));
        Assert.All(signalled.Zip(signalled.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At > 900, $"a burst: {pair}"));
        Assert.Equal(signalled.Select(_ => "gpt-inside"), await page.Ask<string[]>("refreshed.map(one => one.id)"));
        Assert.Equal($"{signalled.Length}", await page.Ask<string>("document.getElementById('gpt-inside').textContent"));
        Assert.Equal("0", await page.Ask<string>("document.getElementById('gpt-elsewhere').textContent"));
        Assert.Equal(0, await page.Ask<int>("document.querySelectorAll('iframe').length + rendered() + viewable()"));
        Assert.Empty(await page.Ask<double[]>("shifts"));
        Assert.Empty(page.Errors);

        await page.Clear();
        await Bound.Until(async () => await scene.Accounts.Metric("comet_slots") == 0, () => Task.FromResult("the service still has slots"));
        Assert.Empty(await scene.Accounts.Agreed(page.Heard));
        Assert.Equal(1, await page.Ask<int>("document.querySelectorAll('#timer > #gpt-inside').length"));
    }

    [Fact]
    public async Task A_signal_zone_rests_where_nobody_looks()
    {
        await using var scene = await Scene.Open(chromium, output);
        await scene.Service.Send(HttpMethod.Put, "/api/v1/zones/timer/refresh", new { mode = "signal" });
        var page = await scene.Visit("signal.html");
        await page.Until("signalled.length >= 1");
        var other = await scene.Hide(page);
        await Bound.Quiet(TimeSpan.FromSeconds(1));
        await page.Do("window.before = signalled.length");
        await Bound.Quiet(TimeSpan.FromSeconds(4));
        Assert.Equal(0, await page.Ask<int>("signalled.length - before"));

        await other.Close();
        await page.Page.BringToFrontAsync();
        await page.Until("signalled.length >= before + 2");
        var at = await page.Ask<double[]>("signalled.slice(before).map(one => one.at)");
        Assert.True(at[1] - at[0] > 900, $"a burst: {at[1] - at[0]} ms");
    }

    [Fact]
    public async Task A_zone_that_becomes_a_signal_zone_gives_the_slot_of_the_open_page_back_to_the_other_stack_at_its_next_turn()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("signal.html");
        await page.Until("viewable('timer') === 1 && document.querySelectorAll('#timer iframe').length === 1");
        await scene.Service.Send(HttpMethod.Put, "/api/v1/zones/timer/refresh", new { mode = "signal" });
        await page.Until("signalled.length >= 2");

        Assert.Equal(0, await page.Ask<int>("document.querySelectorAll('iframe').length"));
        Assert.True(await page.Ask<bool>("refreshed.length === signalled.length && heard.every(e => e.at < signalled[0].at)"));
        Assert.All(await page.Ask<Signalled[]>("signalled"), one => Assert.Equal("time", one.Trigger));
        Assert.Empty(await page.Ask<double[]>("shifts"));
        await page.Clear();
        var counted = await scene.Accounts.Agreed(page.Heard);
        Assert.Equal(await page.Ask<int>("rendered()"), counted.Sum(one => one.Rendered));
    }

    private sealed record Signalled(string Id, string Zone, string Trigger, int Index, double At);
}
