using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>A click opens the destination in a new tab and is counted.</summary>
public sealed class ClickTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_click_on_an_image_opens_its_destination_in_a_new_tab_and_is_counted_once()
    {
        await using var scene = await Scene.Open(chromium, output);
        await Click(scene, "image", "a", "red");
    }

    [Fact]
    public async Task A_click_on_a_link_inside_an_HTML_creative_opens_that_link_in_a_new_tab_and_is_counted_once()
    {
        await using var scene = await Scene.Open(chromium, output);
        await Click(scene, "html", "#link", "inner?a=1&b=2");
    }

    private async Task Click(Scene scene, string slot, string link, string landing)
    {
        var page = await scene.Visit("click.html");
        await page.Until($"viewable('{slot}') === 1");
        var opened = await chromium.Window.RunAndWaitForPageAsync(() => page.Page.FrameLocator($"#{slot} iframe").Locator(link).ClickAsync());
        await opened.WaitForURLAsync(new Uri(scene.Site.Origin, "landing/" + landing).ToString());
        Assert.Equal([landing], scene.Site.Landings);
        Assert.Null(await opened.EvaluateAsync<object?>("opener"));
        await opened.CloseAsync();

        await Bound.Until(async () => (await scene.Accounts.Clicks()).GetValueOrDefault(slot) > 0, () => Task.FromResult("the click is not in the report"));
        var clicks = await scene.Accounts.Clicks();
        Assert.Equal(1, clicks[slot]);
        Assert.Equal(1, clicks.Values.Sum());
        Assert.Equal(1, await scene.Accounts.Metric($$"""comet_clicks_total{zone="{{slot}}"}"""));
        Assert.Equal(new Uri(scene.Site.Origin, "click.html").ToString(), page.Page.Url);
    }
}
