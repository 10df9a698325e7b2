using CometAdTag.Browser.Tests.Harness;
using Microsoft.Playwright;

namespace CometAdTag.Browser.Tests;

/// <summary>What ?comet_debug tells over each slot.</summary>
public sealed class DebugTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task It_tells_what_a_slot_shows_and_why_it_stays_under_a_strict_policy_and_moves_nothing()
    {
        await using var scene = await Scene.Open(chromium, output, "--Refresh:Zones:timer:Interval=00:00:03");
        var page = await Visit(scene);
        await page.Until("viewable('timer') >= 1 && viewable('html') === 1");

        var html = Panel(page, "html");
        await Says(html, "Creative", "link");
        await Says(html, "Campaign", "words");
        await Says(html, "Last passback", "none");
        await Says(html, "Why it stays", "its zone is filled once, or this page is held out of refreshing");
        var timer = Panel(page, "timer");
        await Says(timer, "Why it stays", " s more in view");
        await page.Until("rendered('timer') >= 2");
        await Says(timer, "Trigger", "time, refresh ");

        await page.Do("document.getElementById('timer').dataset.cometZone = 'nowhere'");
        await Says(timer, "Last passback", "unknown_zone at ");
        await Says(timer, "Why it stays", "the service has no creative for it");
        await page.Do("cometad.destroy(document.getElementById('timer'))");
        await page.Until("!document.querySelector('#timer > *')");
        Assert.Empty(await page.Ask<string[]>("violations"));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Who_has_a_keyboard_only_reports_an_ad_by_its_impression_id()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await Visit(scene);
        await page.Until("viewable('html') === 1");
        await Panel(page, "html").GetByLabel("Impression id").WaitForAsync();
        Assert.Empty(await page.Ask<double[]>("shifts"));

        await page.Page.BringToFrontAsync();
        for (var tabs = 0; await Focused(page) != "Report this ad in html"; tabs++)
        {
            Assert.InRange(tabs, 0, 20);
            await page.Page.Keyboard.PressAsync("Tab");
        }
        await page.Page.Keyboard.PressAsync("Enter");
        var id = await Panel(page, "html").GetByLabel("Impression id").InputValueAsync();
        await Panel(page, "html").GetByText("Copied " + id).WaitForAsync();
        Assert.Contains(page.Pushed, frame => frame.Contains($"\"id\":\"{id}\"", StringComparison.Ordinal) && frame.Contains("\"creative\":\"link\"", StringComparison.Ordinal));
    }

    private static async Task<Visit> Visit(Scene scene)
    {
        scene.Site.Policy = SafetyTests.Strict;
        return await scene.Visit("strict.html?comet_debug");
    }

    private static ILocator Panel(Visit page, string slot) => page.Page.Locator($"#{slot} section");

    private static Task Says(ILocator panel, string name, string what) =>
        panel.Locator($"dt:text-is('{name}') + dd").Filter(new() { HasText = what }).WaitForAsync(new() { Timeout = (float)Bound.Patience.TotalMilliseconds });

    /// <summary>The text of what has the focus in a panel, and its slot.</summary>
    private static Task<string> Focused(Visit page) =>
        page.Ask<string>("(({ activeElement: host }) => host?.shadowRoot ? `${host.shadowRoot.activeElement?.textContent} in ${host.parentElement.id}` : '')(document)");
}
