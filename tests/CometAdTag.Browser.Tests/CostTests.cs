using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>What the tag takes from a page: memory, time, and what it leaves behind.</summary>
public sealed class CostTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    private const int Slots = 9;

    private const string OneFrameEach = "[...document.querySelectorAll('ins')].every(one => one.querySelectorAll('iframe').length === 1)";

    private static readonly string[] Fast = ["--Refresh:Default:Interval=00:00:00.1", "--Refresh:Zones:html:Enabled=true", "--Refresh:Zones:html:Triggers=User"];

    [Fact]
    public async Task The_heap_is_flat_over_a_thousand_rotations()
    {
        // A rotation is three frames of the page, which may send 50 a second however fast the machine is
        await using var scene = await Scene.Open(chromium, output, [.. Fast, "--Refresh:Default:Interval=00:00:00.5"]);
        var page = await Costs(scene, Slots);
        // Until then browsers keep what they learn of the code
        await Rotate(page, 500, Slots);
        var kept = await Least(page, new(Documents: 1, Listeners: int.MaxValue));
        var before = await page.Heap();
        await Rotate(page, 500, Slots);
        await Least(page, kept);
        var after = await page.Heap();
        output.WriteLine($"heap: {before:N0} bytes after 500 rotations, {after:N0} after 1,000");
        Assert.True(after < before + 50_000, $"{after - before:N0} bytes more than {before:N0}");
    }

    [Fact]
    public async Task No_call_of_the_tag_takes_50_ms_on_a_machine_four_times_slower()
    {
        await using var scene = await Scene.Open(chromium, output, Fast);
        var page = await scene.Visit("other.html");
        var calls = await page.Calls(scene.Service.Address, async () =>
        {
            await page.Go(new(scene.Site.Origin, "costs.html"));
            await page.Loaded();
            await page.Do("for (let i = 0; i < 100; i++) add('slot' + i)");
            await page.Until("shown >= 9");
            await page.Do("rotate(30)");
            await page.Until("shown >= 30");
            await page.Do("feed.replaceChildren()");
            await page.Until("begun.ports === 0");
        });
        output.WriteLine($"{calls.Length} calls, {calls.Sum():N0} ms, the longest {calls.Max():N1} ms");
        Assert.InRange(calls.Length, 100, int.MaxValue);
        // The browser's own slow-down adds, and multiplies, what other programs take of the machine
        Assert.InRange(4 * calls.Max(), 0.1, 50);
    }

    [Fact]
    public async Task A_slot_that_is_given_back_or_removed_leaves_nothing_behind()
    {
        await using var scene = await Scene.Open(chromium, output, Fast);
        var page = await Costs(scene, 1);
        await page.Until("viewable('slot0') === 1");
        var (begun, kept) = (await page.Ask<string>("JSON.stringify(begun)"), await page.Counters());

        await page.Do("window.gone = []; for (let i = 1; i < 7; i++) gone.push(new WeakRef(add('slot' + i, i > 4)));");
        await page.Until("shown >= 5");
        await Rotate(page, 20, 1);
        await page.Do("for (const one of [1, 2, 5]) cometad.destroy(document.getElementById('slot' + one)); for (let i = 1; i < 7; i++) document.getElementById('slot' + i).remove(); heard.length = 0");
        await page.Until($"JSON.stringify(begun) === '{begun}'");
        await Least(page, kept, "gone.every(one => !one.deref())");
    }

    private static async Task<Visit> Costs(Scene scene, int slots)
    {
        var page = await scene.Visit("costs.html");
        await page.Loaded();
        await page.Do($"for (let i = 0; i < {slots}; i++) add('slot' + i)");
        await page.Until($"shown >= {slots}");
        return page;
    }

    /// <summary>Each slot that rotates asks for its next one until so many were shown; those that were on their way then come too.</summary>
    private static async Task Rotate(Visit page, int count, int atOnce)
    {
        await page.Do($"rotate({count})");
        await page.Until($"shown >= {count + atOnce - 1} && {OneFrameEach}", TimeSpan.FromMinutes(4));
        await page.Do("heard.length = 0; performance.clearResourceTimings()");
    }

    /// <summary>What the page keeps once that is no more than before; a browser may need a moment to let go of a frame.</summary>
    private static async Task<Counters> Least(Visit page, Counters before, string and = "true")
    {
        var left = before;
        await Bound.Until(
            async () =>
            {
                left = await page.Counters();
                return left.Listeners <= before.Listeners && left.Documents <= before.Documents && await page.Ask<bool>(and);
            },
            () => Task.FromResult($"before {before}, after {left}, or not {and}"));
        return left;
    }
}
