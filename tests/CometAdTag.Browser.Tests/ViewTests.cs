using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>Ajax pages: views change without a reload, and slots with them.</summary>
public sealed class ViewTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_new_view_gives_back_its_slots_and_asks_for_new_ones()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("views.html");
        await page.Until("viewable('still') === 1 && viewable('image') === 1");
        await Slots(scene, 2);

        await page.Do("""
            history.pushState(null, '', '/views.html?view=second');
            document.getElementById('view').innerHTML = ['html', 'event', 'still'].map(zone => `<ins id="new-${zone}" class="comet-ad" data-comet-zone="${zone}"></ins>`).join('');
            cometad.navigate(location.href);
            """);
        await page.Until("['new-html', 'new-event', 'new-still'].every(id => viewable(id) === 1)");
        await Slots(scene, 3);
        var heard = await page.Heard();
        Assert.All(heard.Where(one => one.Index is not null), one => Assert.Equal((0, "initial"), (one.Index, one.Trigger)));

        await page.Do("document.getElementById('view').replaceChildren()");
        await Slots(scene, 0);
        await scene.Accounts.Agreed(page.Heard);
    }

    [Fact]
    public async Task A_slot_that_stays_through_a_new_view_rotates_for_it_once()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("views.html");
        await page.Until("viewable('still') === 1");
        await page.Do("history.pushState(null, '', '/views.html?view=second'); cometad.navigate(location.href)");
        await page.Until("viewable('still') === 2");
        await Bound.Quiet(TimeSpan.FromSeconds(2));
        var rendered = (await page.Heard()).Where(one => one.Id == "still" && one.Type == HeardEvent.Rendered).ToList();
        Assert.Equal([("initial", 0), ("user", 0)], rendered.Select(one => (one.Trigger!, one.Index!.Value)));
        await page.Clear();
        await scene.Accounts.Agreed(page.Heard);
    }

    [Fact]
    public async Task A_new_entry_of_the_history_is_a_new_view_and_a_replaced_one_or_another_part_of_the_page_is_none()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("views.html");
        await page.Until("viewable('still') === 1");
        await page.Do("history.replaceState(null, '', '?sorted'); location.hash = 'end'; history.pushState(null, '', '?sorted#part')");
        await Bound.Quiet(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await page.Ask<int>("rendered('still')"));

        await page.Do("history.pushState(null, '', '?view=second')");
        await page.Until("viewable('still') === 2");
        await Bound.Quiet(TimeSpan.FromSeconds(5));
        await page.Do("history.back()");
        await page.Until("viewable('still') === 3");
        var rendered = (await page.Heard()).Where(one => one.Id == "still" && one.Type == HeardEvent.Rendered);
        Assert.Equal([("initial", 0), ("user", 0), ("user", 0)], rendered.Select(one => (one.Trigger!, one.Index!.Value)));
        await page.Clear();
        await scene.Accounts.Agreed(page.Heard);
    }

    [Fact]
    public async Task A_page_that_tells_its_views_itself_is_believed()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("views-off.html");
        await page.Until("viewable('still') === 1");
        await page.Do("history.pushState(null, '', '?view=second')");
        await Bound.Quiet(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await page.Ask<int>("rendered('still')"));
        await page.Do("cometad.navigate(location.href)");
        await page.Until("rendered('still') === 2");
    }

    [Fact]
    public async Task A_slot_that_is_moved_keeps_its_creative_and_is_not_counted_again()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("views.html");
        await page.Until("viewable('still') === 1");
        var creative = page.Page.FrameLocator("#still iframe").Locator("div, img").First;
        var before = await creative.EvaluateAsync<string>("element => element.alt || element.textContent");
        await page.Do("document.getElementById('side').append(document.getElementById('still'))");
        await creative.WaitForAsync();
        Assert.Equal(before, await creative.EvaluateAsync<string>("element => element.alt || element.textContent"));
        await Bound.Quiet(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await page.Ask<int>("rendered('still')"));
        await Slots(scene, 2);
        await page.Clear();
        var counted = await scene.Accounts.Agreed(page.Heard);
        Assert.Equal(new("still", "initial", 1, 1, 1), counted.Single(one => one.Zone == "still"));
    }

    private static async Task Slots(Scene scene, long expected) =>
        await Bound.Until(
            async () => await scene.Accounts.Metric("comet_slots") == expected,
            async () => $"comet_slots is {await scene.Accounts.Metric("comet_slots")}, not {expected}");
}
