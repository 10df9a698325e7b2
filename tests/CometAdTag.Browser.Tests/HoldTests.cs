using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>Nothing changes under a pointer or a focus, for at most a minute (R27).</summary>
public sealed class HoldTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    /// <summary>Of the slot timer, which rotates every two seconds while nothing holds it.</summary>
    private static readonly TimeSpan TwoRotations = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_slot_under_the_pointer_keeps_its_creative_and_rotates_when_the_pointer_leaves()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("three.html");
        await page.Until("viewable('timer') >= 1");
        await PointAt(page, "timer");
        await Keeps(page);
        await page.Page.Mouse.MoveAsync(800, 400);
        await Rotates(page);
        await page.Clear();
        await scene.Accounts.Agreed(page.Heard);
    }

    [Fact]
    public async Task A_slot_with_the_focus_inside_keeps_its_creative_and_rotates_when_the_focus_leaves()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("three.html");
        await page.Until("viewable('timer') >= 1");
        await page.Do("document.querySelector('#timer iframe').focus()");
        await Keeps(page);
        await page.Do("document.activeElement.blur()");
        await Rotates(page);
    }

    [Fact]
    public async Task A_pointer_that_never_leaves_holds_a_rotation_for_a_minute()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("three.html");
        await page.Until("viewable('timer') >= 1");
        await PointAt(page, "timer");
        await Keeps(page);
        await page.Do("const now = performance.now.bind(performance); performance.now = () => now() + 35000");
        await Keeps(page);
        await page.Do("const now = performance.now.bind(performance); performance.now = () => now() + 25000");
        await Rotates(page);
    }

    [Fact]
    public async Task A_withdrawal_does_not_wait_for_the_pointer()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("three.html");
        await page.Until("viewable('still') === 1");
        await PointAt(page, "still");
        var withdrawing = await Withdrawing.From(scene, page, "still");
        Assert.InRange(withdrawing.Replaced, 0, 5000);
    }

    /// <summary>Beside the creative: DevTools gives what is moved over a frame of another process to that process alone, as no mouse does.</summary>
    private static async Task PointAt(Visit page, string slot)
    {
        await page.Do($"const slot = document.getElementById('{slot}'); slot.style.padding = '20px'; slot.scrollIntoView()");
        var box = await page.Page.Locator("#" + slot).BoundingBoxAsync();
        await page.Page.Mouse.MoveAsync(box!.X + 5, box.Y + 5);
        await page.Until($"document.getElementById('{slot}').matches(':hover')");
    }

    /// <summary>Shows what is there from now on, once what was on its way has come, which is one creative at most and may take its time.</summary>
    private static async Task Keeps(Visit page)
    {
        await Bound.Quiet(TimeSpan.FromMilliseconds(500));
        if (await Turns(page) is > 0 and var onItsWay) Assert.Equal((1, 0), (onItsWay, await Turns(page)));
    }

    private static async Task<int> Turns(Visit page)
    {
        await page.Do("window.before = rendered('timer')");
        await Bound.Quiet(TwoRotations);
        return await page.Ask<int>("rendered('timer') - before");
    }

    private static Task Rotates(Visit page) => page.Until("rendered('timer') > before");
}
