using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>The tag's examples, as they are in tag-js/examples but for the service's address.</summary>
public sealed class ExampleTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task The_plain_page_is_filled_says_so_and_rotates_by_its_button()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = (await scene.Visit("plain.html")).Page;
        await page.Locator("#log", new() { HasTextString = "top: filled" }).WaitForAsync();
        await page.Locator("#log", new() { HasTextString = "side: filled" }).WaitForAsync();
        await page.Locator("#goal").ClickAsync();
        await Rotated(scene, "5");
        await Rotated(scene, "6");
    }

    [Fact]
    public async Task The_react_app_loads_the_tag_from_npm_and_its_views_come_with_their_slots()
    {
        await using var scene = await Scene.Open(chromium, output);
        var visit = await scene.Visit("react.html");
        var page = visit.Page;
        await page.Locator("#rendered", new() { HasTextString = "1" }).WaitForAsync();
        await page.Locator("#ad-5 iframe").First.WaitForAsync();
        await page.GetByText("Sports", new() { Exact = true }).ClickAsync();
        await page.Locator("#ad-6 iframe").First.WaitForAsync();
        await Rotated(scene, "5");
        await Slots(scene, 2);
        await page.GetByText("News", new() { Exact = true }).ClickAsync();
        await Slots(scene, 1);
        Assert.Empty(visit.Errors);
    }

    /// <summary>Waits until the zone showed a second creative, because of what the viewer did.</summary>
    private static Task Rotated(Scene scene, string zone) => Bound.Until(
        async () => (await scene.Accounts.Metrics()).Any(one => one.Zone == zone && one.Trigger == "user" && one.Rendered == 1),
        () => Task.FromResult($"zone {zone} did not rotate"));

    private static Task Slots(Scene scene, long expected) => Bound.Until(
        async () => await scene.Accounts.Metric("comet_slots") == expected,
        async () => $"comet_slots is {await scene.Accounts.Metric("comet_slots")}, not {expected}");
}
