using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>Pages with more slots than anybody sees: hundreds of them, that come and go, that wait until they are near, that are in shadow roots.</summary>
public sealed class FeedTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Hundreds_of_slots_that_come_and_go_while_the_viewer_scrolls_are_all_filled_where_they_are_seen()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("feed.html");
        await page.Loaded();
        for (var i = 0; i < 8; i++)
        {
            await page.Do("grow(50, 120); window.seen = feed.lastElementChild; seen.scrollIntoView({ block: 'end' })");
            await page.Until("rendered(`slot${last}`) === 1");
        }
        Assert.Equal(400, await page.Ask<int>("asked().length"));
        Assert.Equal(400, await page.Ask<int>("new Set(asked()).size"));
        await Slots(scene, 120);
        Assert.Equal(0, await page.Ask<int>("[...document.querySelectorAll('ins')].filter(one => one.querySelectorAll('iframe').length > 1).length"));
        Assert.Empty(page.Errors);

        await page.Do("feed.replaceChildren()");
        await Slots(scene, 0);
    }

    [Fact]
    public async Task Slots_for_which_there_is_no_room_are_asked_for_when_others_go()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("feed.html");
        await page.Loaded();
        await page.Do("grow(230)");
        await page.Until("asked().length === 200 && viewable('slot1') === 1");
        await Slots(scene, 200);
        Assert.False(await page.Ask<bool>("asked().includes('slot201')"));

        await page.Do("for (let i = 0; i < 20; i++) feed.firstElementChild.remove(); document.getElementById('slot220').scrollIntoView()");
        await page.Until("viewable('slot220') === 1");
        await Slots(scene, 200);
        Assert.Equal(220, await page.Ask<int>("asked().length"));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_lazy_slot_is_asked_for_when_it_comes_within_its_margin_of_what_the_viewer_sees()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("feed.html");
        await page.Loaded();
        await page.Do("grow(1); grow(30, 31, '')");
        await page.Until("viewable('slot1') === 1 && viewable('slot2') === 1 && asked().includes('slot4')");
        await Bound.Quiet(TimeSpan.FromMilliseconds(500));
        var asked = await page.Ask<string[]>("asked()");
        Assert.InRange(asked.Length, 3, 20);
        Assert.True(await page.Ask<bool>("asked().every(id => document.getElementById(id).getBoundingClientRect().top < innerHeight + 500)"));
        await Slots(scene, asked.Length);

        await page.Do("document.getElementById('slot31').scrollIntoView({ block: 'end' })");
        await page.Until("viewable('slot31') === 1");
        Assert.DoesNotContain("slot15", await page.Ask<string[]>("asked()"));

        await page.Do("document.getElementById('slot15').remove(); grow(1, 40, '0')");
        await Bound.Quiet(TimeSpan.FromMilliseconds(500));
        Assert.DoesNotContain("slot32", await page.Ask<string[]>("asked()"));
        await page.Do("document.getElementById('slot32').parentElement.scrollIntoView()");
        await page.Until("viewable('slot32') === 1");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_page_whose_slots_are_all_far_away_opens_no_connection_until_one_is_near()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("feed.html");
        await page.Loaded();
        await page.Do("feed.style.paddingTop = '3000px'; grow(1, 1, '100')");
        await Bound.Quiet(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(page.Requests, url => url.StartsWith("ws:", StringComparison.Ordinal));
        await page.Do("document.getElementById('slot1').scrollIntoView()");
        await page.Until("viewable('slot1') === 1");
    }

    [Fact]
    public async Task Slots_in_a_shadow_root_that_the_page_has_told_of_are_found_and_given_back()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("feed.html");
        await page.Loaded();
        await page.Do("""
            const style = new CSSStyleSheet();
            style.replaceSync('ins { display: block; width: 300px; height: 250px }');
            customElements.define('news-card', class extends HTMLElement {
              constructor() {
                super();
                this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [style];
              }
              connectedCallback() {
                cometad.cmd.push(() => cometad.observe(this.shadowRoot));
              }
            });
            window.slot = (id) => Object.assign(document.createElement('ins'), { id });
            window.card = document.createElement('news-card');
            window.first = slot('first');
            first.dataset.cometZone = 'image';
            card.shadowRoot.append(first);
            feed.append(card);
            document.addEventListener('impressionViewable', (event) => heard.push({ type: 'inside', id: event.composedPath()[0].id }));
            window.inside = (id) => heard.filter((event) => event.type === 'inside' && event.id === id).length;
            """);
        await page.Until("inside('first') === 1");
        await page.Do("window.second = slot('second'); card.shadowRoot.append(second); second.dataset.cometZone = 'html'");
        await page.Until("inside('second') === 1");
        await Slots(scene, 2);
        await page.Do("second.remove()");
        await Slots(scene, 1);
        await page.Do("card.remove()");
        await Slots(scene, 0);
        await page.Do("feed.append(card)");
        await page.Until("inside('first') === 2");
        Assert.Empty(page.Errors);
    }

    private static async Task Slots(Scene scene, long expected) =>
        await Bound.Until(
            async () => await scene.Accounts.Metric("comet_slots") == expected,
            async () => $"comet_slots is {await scene.Accounts.Metric("comet_slots")}, not {expected}");
}
