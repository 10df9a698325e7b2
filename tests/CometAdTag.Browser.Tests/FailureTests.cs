using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>Creatives that fail beside one that does not.</summary>
public sealed class FailureTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    /// <summary>Two pings, 5 s apart, go unanswered before a creative is taken off; the interval of the tests is 1 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task What_led_its_frame_elsewhere_is_reported_and_replaced_and_the_others_stay()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await Fail(scene, "leaves");
        Assert.True(await page.Ask<bool>("kept.isConnected && rendered('still') === 1"));
        Assert.Equal(1, await page.Ask<int>("document.querySelectorAll('#leaves iframe').length"));
    }

    [Fact]
    public async Task What_loops_is_reported_and_replaced_and_what_it_silenced_is_filled_again()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await Fail(scene, "loops");
        await page.Until("kept.isConnected || rendered('still') === 2");
    }

    [Fact]
    public async Task What_throws_is_reported_once_and_shown_all_the_same()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("failing.html");
        await page.Until("viewable('still') === 1");
        await page.Add("throws");
        await page.Until("viewable('throws') === 1");
        await Bound.Until(
            async () => await scene.Accounts.Metric("comet_creative_failures_total") == 1,
            async () => $"{await scene.Accounts.Metric("comet_creative_failures_total")} failures");
        Assert.Equal(1, await page.Ask<int>("rendered('throws')"));
    }

    /// <summary>Adds a slot of the zone beside one that shows, and waits until its creative was replaced once.</summary>
    private static async Task<Visit> Fail(Scene scene, string zone)
    {
        var page = await scene.Visit("failing.html");
        await page.Until("viewable('still') === 1");
        await page.Do("window.kept = document.querySelector('#still iframe')");
        await page.Add(zone);
        await page.Until($"rendered('{zone}') === 2", Patience);
        var second = (await page.Heard()).Last(heard => heard.Type == HeardEvent.Rendered && heard.Id == zone);
        Assert.Equal("event", second.Trigger);
        Assert.Equal(1, await scene.Accounts.Metric("comet_creative_failures_total"));
        return page;
    }
}
