using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>Refresh policies that ad ops set take effect on the page that is open.</summary>
public sealed class PolicyTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task An_interval_that_is_put_changes_the_rotation_of_the_connected_page_and_its_clock_goes_on()
    {
        await using var scene = await Scene.Open(chromium, output, "--Refresh:Zones:timer:Interval=01:00:00");
        var page = await scene.Visit("three.html");
        await page.Until("viewable('timer') === 1");
        await Bound.Quiet(TimeSpan.FromSeconds(4));
        Assert.Equal(1, await page.Ask<int>("rendered('timer')"));

        var put = await Put(scene, page, 5_000);
        await page.Until("rendered('timer') === 2");
        var viewable = await At(page, HeardEvent.Viewable, 0);
        var rotated = await At(page, HeardEvent.Rendered, 1);
        output.WriteLine($"viewable at {viewable:F0} ms, put at {put:F0} ms, rotated at {rotated:F0} ms");
        Assert.True(rotated - viewable > 4_900, "it rotated before the interval that was put");
        Assert.True(rotated - put < 4_000, "its clock began anew");

        await page.Until("viewable('timer') === 2");
        put = await Put(scene, page, 100);
        await page.Until("rendered('timer') === 3");
        rotated = await At(page, HeardEvent.Rendered, 2);
        output.WriteLine($"an interval that was over: rotated {rotated - put:F0} ms after it was put");
        Assert.InRange(rotated - put, 0, 1_000);
        Assert.Single(page.Requests, url => url.EndsWith("/comet/v1/socket", StringComparison.Ordinal));
    }

    /// <summary>Sets the interval in ms; answers when, by the page's clock.</summary>
    private static async Task<double> Put(Scene scene, Visit page, int interval)
    {
        var at = await page.Ask<double>("performance.now()");
        await scene.Service.Send(HttpMethod.Put, "/api/v1/zones/timer/refresh", new { interval });
        return at;
    }

    private static Task<double> At(Visit page, string type, int which) =>
        page.Ask<double>($"heard.filter(e => e.id === 'timer' && e.type === '{type}')[{which}].at");
}
