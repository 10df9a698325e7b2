using CometAdTag.Browser.Tests.Harness;
using Microsoft.Playwright;

namespace CometAdTag.Browser.Tests;

/// <summary>The demo page of the service itself, as a new user meets it.</summary>
public sealed class DemoTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    private const string Hear = "window.heard ??= []; for (const type of ['slotRenderEnded', 'impressionViewable']) document.addEventListener(type, ({ target, detail }) => heard.push({ type, id: target.id, at: performance.now(), ...detail }));";

    private static readonly string[] ShortIntervals =
        ["--Refresh:AllowShortIntervals=true", "--Refresh:Zones:1:Interval=00:00:03", "--Refresh:Zones:2:Interval=00:00:03", "--Refresh:Zones:3:Interval=00:00:03"];

    [Fact]
    public async Task The_demo_fills_rotates_for_a_goal_and_changes_its_views()
    {
        await using var scene = await Scene.OpenDemo(chromium, output, ShortIntervals);
        var page = await scene.Visit(new Uri(scene.Service.Address, "/demo?view=match"));
        await page.Do(Hear);
        await Total(page, "viewable", 3);
        Assert.Equal(3, await page.Ask<int>("document.querySelectorAll('ins.comet-ad iframe').length"));

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Goal Saltmere!" }).ClickAsync();
        await page.Until("heard.some(e => e.type === 'slotRenderEnded' && e.trigger === 'event')");
        var rendered = (await page.Heard()).Where(one => one.Type == HeardEvent.Rendered).GroupBy(one => one.Zone);
        Assert.All(rendered.SelectMany(zone => zone.Zip(zone.Skip(1))), pair => Assert.True(pair.Second.At - pair.First.At > 3000, $"too early: {pair}"));

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Story", Exact = true }).ClickAsync();
        await page.Until("document.querySelectorAll('ins.comet-ad iframe').length === 2 && !document.querySelector('[data-comet-zone=\"3\"]')");
        await Bound.Until(async () => await scene.Accounts.Metric("comet_slots") == 2, () => Task.FromResult("the view's slots were not given back"));
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Photos", Exact = true }).ClickAsync();
        await page.Until("document.querySelector('[data-comet-zone=\"3\"] iframe')");

        Assert.Empty(page.Errors);
        Assert.All(page.Requests, url => Assert.Equal(scene.Service.Address.Authority, new Uri(url).Authority));
    }

    /// <summary>The window is so high that all is in view, and is painted before the page's script fills it.</summary>
    [Fact]
    public async Task The_demo_itself_moves_nothing_while_it_loads()
    {
        await using var scene = await Scene.OpenDemo(chromium, output);
        var page = await scene.Visit("other.html");
        await page.Page.SetViewportSizeAsync(1280, 900);
        await page.Page.RouteAsync("**/demo/demo.js", async route =>
        {
            await page.Until("performance.getEntriesByName('first-contentful-paint').length");
            await route.ContinueAsync();
        });
        await page.Go(new Uri(scene.Service.Address, "/demo"));
        await page.Do(Hear);
        await Total(page, "viewable", 2);
        Assert.Equal("0", await page.Ask<string>("document.querySelector('[data-total=shift]').textContent"));
    }

    /// <summary>The picture of README.md; COMET_SCREENSHOT names the file to write it to.</summary>
    [Fact]
    public async Task The_demo_makes_a_picture_for_the_readme()
    {
        await using var scene = await Scene.OpenDemo(chromium, output, ShortIntervals);
        var page = await scene.Visit(new Uri(scene.Service.Address, "/demo"));
        await page.Page.SetViewportSizeAsync(1280, 800);
        await page.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.HideScrollbars();
        await page.Do(Hear);
        await Total(page, "viewable", 2);
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Match live", Exact = true }).ClickAsync();
        await page.Until("document.querySelectorAll('ins.comet-ad iframe').length === 3");
        await Total(page, "viewable", 5);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Goal Saltmere!" }).ClickAsync();
        await page.Page.Mouse.MoveAsync(0, 0);
        await page.Until("heard.some(e => e.type === 'slotRenderEnded' && e.trigger === 'event')");
        await page.Until("document.querySelectorAll('.slots [data-stage=viewable]').length === 3");
        var picture = await page.Page.ScreenshotAsync(new() { Path = Environment.GetEnvironmentVariable("COMET_SCREENSHOT") });
        Assert.InRange(picture.Length, 50_000, 400_000);
    }

    private static Task Total(Visit page, string name, int least) =>
        page.Until($"Number(document.querySelector('[data-total={name}]').textContent) >= {least}");
}
