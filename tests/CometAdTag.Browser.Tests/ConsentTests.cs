using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>What a viewer does not allow is not stored (R16, R17).</summary>
public sealed class ConsentTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Ads_do_not_wait_for_consent_and_store_nothing_without_it()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("consent.html");
        await page.Until("viewable('still') === 1 && asked()");
        await page.Do("addSlot('capped', 'capped')");
        await page.Until("viewable('capped') === 1");
        await page.Do("answer(false)");
        await page.Until("told(false).some(({ consent }) => consent.tcString === 'CBBB')");

        Assert.Equal(0, await page.Ask<int>("told(true).length"));
        Assert.Equal(0, await page.Ask<int>("localStorage.length + sessionStorage.length + document.cookie.length"));

        var next = await scene.Visit("consent.html");
        await next.Until("viewable('still') === 1");
        await next.Do("addSlot('capped', 'capped')");
        await next.Until("rendered('capped') === 1");
    }

    [Fact]
    public async Task With_consent_given_later_a_frequency_cap_holds_on_the_next_page_until_it_is_taken_back()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("consent.html");
        await page.Until("viewable('still') === 1 && asked()");
        await page.Do("addSlot('capped', 'capped')");
        await page.Until("viewable('capped') === 1");
        await page.Do("answer(true)");
        await page.Until("localStorage.length === 1 && told(true).length === 1");

        var next = await scene.Visit("consent.html");
        await next.Until("viewable('still') === 1 && asked()");
        await next.Do("answer(true)");
        await next.Until("told(true).some(({ viewer }) => viewer)");
        await next.Do("addSlot('capped', 'capped')");
        await next.Until("heard.some(event => event.id === 'capped' && event.type === 'slotEmpty' && event.reason === 'capped')");

        await next.Do("answer(false)");
        await next.Until("localStorage.length === 0 && sent.at(-1).consent?.storage === false");
    }
}
