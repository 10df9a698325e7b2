using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>Where nobody looks nothing rotates and nothing is counted (R7, R14).</summary>
public sealed class SightTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    /// <summary>Several rotations' worth: one comes every two seconds while the slot is in view.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_slot_scrolled_away_rests_and_comes_back_with_one_creative()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("tall.html");
        await page.Until("viewable('timer') >= 2 && viewable('all') >= 2");
        await page.Do("scrollTo(0, document.body.scrollHeight)");
        await Rests(scene, page);
        await page.Do("scrollTo(0, 0)");
        await Returns(scene, page);
    }

    [Fact]
    public async Task A_hidden_tab_rests_and_comes_back_with_one_creative()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("tall.html");
        await page.Until("viewable('timer') >= 2 && viewable('all') >= 2");
        var other = await scene.Hide(page);
        await Rests(scene, page);
        await other.Close();
        await page.Page.BringToFrontAsync();
        await page.Until("document.visibilityState === 'visible'");
        await Returns(scene, page);
    }

    [Fact]
    public async Task A_tab_opened_in_the_background_and_closed_there_counts_nothing()
    {
        await using var scene = await Scene.Open(chromium, output);
        await scene.Visit("other.html");
        var page = await scene.VisitInBackground("three.html");
        await page.Until("cometad.trigger && document.readyState === 'complete'");
        await Bound.Quiet(LongEnough);
        Assert.Equal(["hidden"], await page.Ask<string[]>("lived.filter(state => !state.startsWith('page'))"));
        Assert.Equal("hidden", await page.Ask<string>("document.visibilityState"));
        Assert.Empty(await page.Heard());
        await page.Close();

        var seen = await scene.Visit("three.html");
        await seen.Until("viewable('still') === 1");
        await seen.Clear();
        var counted = await scene.Accounts.Agreed(seen.Heard);
        Assert.Equal(1, counted.Single(one => one.Zone == "still").Served);
    }

    /// <summary>Nothing is pushed, rendered or viewed while time passes, after what was on the way has come.</summary>
    private static async Task Rests(Scene scene, Visit page)
    {
        await Bound.Quiet(TimeSpan.FromSeconds(1));
        await page.Do("cometad.trigger('goal')");
        var before = await scene.Accounts.Agreed(page.Heard);
        await Bound.Quiet(LongEnough);
        Assert.Equal(before, await scene.Accounts.Agreed(page.Heard));
        await page.Do("window.backAt = heard.length");
    }

    /// <summary>Each slot shows one new creative soon, and the next one only after that was viewable and up for its interval.</summary>
    private static async Task Returns(Scene scene, Visit page)
    {
        await page.Until("['timer', 'all'].every(id => heard.slice(backAt).filter(e => e.id === id && e.type === 'slotRenderEnded').length >= 2)");
        foreach (var id in (string[])["timer", "all"])
        {
            var at = await page.Ask<double[]>($"heard.slice(backAt).filter(e => e.id === '{id}' && e.type === 'slotRenderEnded').map(e => e.at)");
            Assert.True(at[1] - at[0] > 1800, $"{id} rotated twice within {at[1] - at[0]} ms");
        }
        await page.Clear();
        await scene.Accounts.Agreed(page.Heard);
    }
}
