using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>Pages made for Revive's own tag, of which only the address of the script was changed.</summary>
public sealed class ReviveTagTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Slots_of_a_page_made_for_revive_are_filled_and_its_listeners_hear_what_they_heard()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("revive.html");
        await page.Until("said.filter(one => one.name === 'completed').length === 3");

        string[] filled = ["receive", "loaded", "completed"];
        string[] all = ["init", "start", "refresh", "send", .. filled, .. filled, .. filled];
        Assert.Equal(all, await page.Ask<string[]>("said.map(one => one.name)"));
        Assert.NotEqual("loading", await page.Ask<string>("said[1].at"));
        Assert.Equal("""{"source":"news","ct0":"https://count.example/?to=","team":"reds","target":"_blank","block":"1"}""", await page.Ask<string>("JSON.stringify(said[3].detail)"));
        Assert.Equal("mine|revive-0-0|revive-0-1", await page.Ask<string>("[...document.querySelectorAll('ins')].map(one => one.id).sort().join('|')"));
        Assert.Equal("300 250 true", await page.Ask<string>(Loaded("mine")));
        Assert.Equal("300 250 true", await page.Ask<string>(Loaded("revive-0-0")));
        Assert.Equal("0 0 false", await page.Ask<string>(Loaded("revive-0-1")));
        Assert.Equal("", await page.Ask<string>("said.find(one => one.name === 'completed' && one.detail['revive-0-1']).detail['revive-0-1'].html"));
        Assert.Empty(await page.Ask<double[]>("shifts"));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Source_variables_target_and_ct0_of_a_slot_reach_the_rules_and_the_creative_whatever_another_slot_has()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("revive.html");
        await page.Until("rendered('revive-0-0') === 1");
        var told = await page.Page.FrameLocator(".first iframe").Locator("#told").TextContentAsync();
        Assert.Equal("blues _blank https%3A%2F%2Fcount.example%2F%3Fto%3D", told);
    }

    [Fact]
    public async Task A_page_that_clears_loaded_and_dispatches_refresh_gets_another_creative_in_that_slot()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("revive.html");
        await page.Until("viewable('mine') === 1");
        await page.Do("document.dispatchEvent(new CustomEvent(revive('refresh')))");
        await Bound.Quiet(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await page.Ask<int>("rendered('mine')"));
        await page.Do("document.getElementById('mine').removeAttribute('data-revive-loaded'); reviveAsync[id].refresh()");
        await page.Until("rendered('mine') === 2");
        Assert.Equal("event", (await page.Heard()).Last(one => one is { Id: "mine", Type: HeardEvent.Rendered }).Trigger);
    }

    [Fact]
    public async Task A_start_that_a_listener_holds_back_waits_until_the_page_asks()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("revive.html?held");
        await page.Until("said.some(one => one.name === 'start')");
        await Bound.Quiet(TimeSpan.FromSeconds(1));
        Assert.Equal("init start", await page.Ask<string>("said.map(one => one.name).join(' ')"));
        Assert.Equal(0, await page.Ask<int>("heard.length"));

        await page.Do("document.dispatchEvent(new CustomEvent(revive('refresh')))");
        await page.Until("viewable('mine') === 1");
    }

    [Fact]
    public async Task Elements_that_come_later_are_filled_as_they_come()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("revive.html");
        await page.Until("viewable('mine') === 1");
        await page.Do("""
            const later = document.createElement('ins');
            later.id = 'later';
            later.dataset.reviveId = id;
            later.dataset.reviveZoneid = 'image';
            document.getElementById('more').append(later);
            later.scrollIntoView();
            """);
        await page.Until("viewable('later') === 1");
        Assert.Equal(2, await page.Ask<int>("said.filter(one => one.name === 'send').length"));
    }

    private static string Loaded(string id) =>
        $"(({{ width, height, iframeFriendly }}) => `${{width}} ${{height}} ${{iframeFriendly}}`)(said.find(one => one.name === 'loaded' && one.detail.id === '{id}').detail.data)";
}
