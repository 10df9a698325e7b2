using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>Tabs that are many, hidden, or not there yet, and what they cost.</summary>
public sealed class TabTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(Sockets.Passed, "socket")]
    [InlineData(Sockets.Refused, "stream")]
    public async Task Seven_tabs_of_one_site_all_work_over_HTTP_1_1(Sockets sockets, string way)
    {
        await using var scene = await Scene.Open(chromium, output);
        await using var box = await Middlebox.Before(scene.Service, Streams.Passed, sockets);
        scene.Site.Service = box.Address;
        var tabs = new List<Visit>();
        for (var n = 0; n < 7; n++)
        {
            tabs.Add(await scene.Visit("three.html"));
            await tabs[^1].Until("['timer', 'event', 'still'].every(id => rendered(id) >= 1)");
        }
        Assert.Equal(way, box.Tried[^1].Way);

        await tabs[0].Page.BringToFrontAsync();
        await tabs[0].Until("document.visibilityState === 'visible' && viewable('still') === 1");
        await tabs[0].Do("cometad.trigger('goal')");
        await tabs[0].Until("rendered('event') === 2");
    }

    [Fact]
    public async Task A_page_hidden_for_a_minute_holds_no_connection_and_goes_on_when_it_is_seen()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("grace.html");
        await page.Until("viewable('still') === 1 && viewable('timer') >= 1");
        var other = await scene.Hide(page);
        await Bound.Quiet(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await Pages(scene));
        await page.Do("passMinute()");
        await Bound.Until(async () => await Pages(scene) == 0, () => Task.FromResult("the hidden page holds its connection"));

        await other.Close();
        await page.Page.BringToFrontAsync();
        await page.Do("window.backAt = heard.length");
        await page.Until("heard.slice(backAt).filter(e => e.id === 'timer' && e.type === 'impressionViewable').length >= 1");
        Assert.Equal(1, await Pages(scene));
        Assert.Single(await page.Heard(), one => one.Id == "still" && one.Type == HeardEvent.Rendered);
        await page.Clear();
        await scene.Accounts.Agreed(page.Heard);
    }

    /// <summary>Chromium renders nothing ahead in a tab that Playwright is attached to.</summary>
    [Fact]
    public async Task A_page_that_is_rendered_ahead_asks_for_nothing_until_it_is_opened()
    {
        await using var scene = await Scene.Open(chromium, output);
        var profile = Directory.CreateTempSubdirectory("cometadtag-chromium-");
        await using (await Chromium.Start(profile.FullName, new Uri(scene.Site.Origin, "ahead.html").ToString()))
            await Bound.Until(
                () => Task.FromResult(scene.Site.Landings.Contains("impressionViewable?false")), () => Task.FromResult($"the page told: {string.Join(' ', scene.Site.Landings)}"));

        Assert.Equal(["begun?true", "opened?false", "slotRequested?false", "impressionViewable?false"], scene.Site.Landings);
        await Bound.Until(async () => await scene.Accounts.Ledger() is [{ Zone: "still", Served: 1, Rendered: 1, Viewable: 1 }], () => Task.FromResult("it was not counted"));
        await Bound.Until(() => Task.FromResult(Chromium.IsGone(profile.FullName)), () => Task.FromResult($"Chromium still writes to {profile}"));
    }

    private static async Task<long> Pages(Scene scene)
    {
        var all = await Task.WhenAll(((string[])["socket", "stream", "poll"]).Select(way => scene.Accounts.Metric($$"""comet_pages{transport="{{way}}"}""")));
        return all.Sum();
    }
}
