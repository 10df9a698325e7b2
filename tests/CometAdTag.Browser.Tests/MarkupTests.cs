using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>The ways to say where an ad belongs, and what the page's code can call and hear.</summary>
public sealed class MarkupTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task The_custom_element_is_a_slot_in_the_document_and_in_a_shadow_root_and_follows_its_zone()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("markup.html");
        await page.Loaded();
        await page.Do("""
            const shadow = document.getElementById('host').attachShadow({ mode: 'closed' });
            window.inner = document.createElement('comet-ad');
            inner.id = 'inner';
            inner.setAttribute('zone', 'image');
            inner.setAttribute('size', '300x250');
            shadow.append(inner);
            """);
        await page.Until("viewable('still') === 1 && told.some(e => e.type === 'impressionViewable' && e.unit === 'image')");
        Assert.Equal(1, await page.Ask<int>("inner.querySelectorAll('iframe').length"));
        Assert.Equal("300x250", await page.Ask<string>("`${inner.offsetWidth}x${inner.offsetHeight}`"));
        Assert.Empty(await page.Ask<double[]>("shifts"));

        await page.Do("inner.setAttribute('zone', 'html')");
        await page.Until("told.some(e => e.type === 'slotRenderEnded' && e.unit === 'html')");
        Assert.Equal(1, await page.Ask<int>("inner.querySelectorAll('iframe').length"));
        await Slots(scene, 3);
        await page.Do("inner.remove()");
        await Slots(scene, 2);
        Assert.Equal(0, await page.Ask<int>("inner.querySelectorAll('iframe').length"));
        await page.Do("document.getElementById('still').remove()");
        await Slots(scene, 1);
    }

    [Fact]
    public async Task Any_element_can_be_defined_given_back_and_defined_again()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("markup.html");
        await page.Loaded();
        await page.Do("cometad.define('defined', { zone: 'html', size: '300x250' })");
        await page.Until("viewable('defined') === 1");
        await Slots(scene, 3);
        await page.Do("cometad.destroy(document.getElementById('defined'))");
        await Slots(scene, 2);
        await page.Do("cometad.define(document.getElementById('defined'), { zone: 'image' })");
        await page.Until("rendered('defined') === 2");
        Assert.Equal("image", (await page.Heard()).Last(one => one is { Id: "defined", Type: HeardEvent.Rendered }).Zone);
        await page.Do("cometad.define('nowhere', { zone: 'image' }); cometad.define('host', { zone: '' })");
        await Bound.Until(() => Task.FromResult(page.Errors.Count() >= 2), () => Task.FromResult("no complaint"));
        Assert.Contains(page.Errors, line => line.Contains("no element \"nowhere\"", StringComparison.Ordinal));
        Assert.Contains(page.Errors, line => line.Contains("\"\" is no zone id", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refresh_rotates_the_slots_that_are_named_and_no_other()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("three.html");
        await page.Until("viewable('event') === 1 && viewable('still') === 1");
        await page.Do("cometad.refresh(['event'])");
        await page.Until("rendered('event') === 2");
        await page.Do("cometad.refresh(null, { user: true })");
        await page.Until("rendered('still') === 2");
        var triggers = (await page.Heard()).Where(one => one is { Id: not "timer", Type: HeardEvent.Rendered, Index: > 0 }).Select(one => (one.Id, one.Trigger));
        Assert.Equal([("event", "event"), ("still", "user")], triggers);
    }

    [Fact]
    public async Task Listeners_queued_before_the_tag_hear_each_step_of_a_slot_as_with_gpt_and_nothing_after_off()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("markup.html");
        await page.Until("viewable('still') === 1 && told.some(e => e.isEmpty)");

        var told = (await page.Ask<Told[]>("told")).ToLookup(one => one.Id);
        var still = told["still"].ToList();
        string[] steps = ["slotRequested", "slotResponseReceived", "slotRenderEnded", "impressionViewable"];
        Assert.Equal(steps, still.Select(one => one.Type));
        Assert.All(still, one => Assert.Equal(("still", "cometad"), (one.Unit, one.ServiceName)));
        var ended = still.Single(one => one.Type == "slotRenderEnded");
        var heard = (await page.Heard()).Single(one => one is { Id: "still", Type: HeardEvent.Rendered });
        Assert.Equal((false, heard.Creative, heard.Campaign), (ended.IsEmpty!.Value, ended.CreativeId, ended.CampaignId));
        Assert.Equal([300, 250], ended.Size!);
        Assert.Equal(["slotRequested", "slotResponseReceived", "slotRenderEnded"], told["nothing"].Select(one => one.Type));
        Assert.True(told["nothing"].Single(one => one.Type == "slotRenderEnded").IsEmpty);

        await page.Do("cometad.off('slotRenderEnded', hear.slotRenderEnded); window.ended = told.length; cometad.define('defined', { zone: 'html', size: '300x250' })");
        await page.Until("told.slice(ended).some(e => e.type === 'impressionViewable' && e.id === 'defined')");
        Assert.Equal(0, await page.Ask<int>("told.slice(ended).filter(e => e.type === 'slotRenderEnded').length"));
    }

    private static async Task Slots(Scene scene, long expected) =>
        await Bound.Until(
            async () => await scene.Accounts.Metric("comet_slots") == expected,
            async () => $"comet_slots is {await scene.Accounts.Metric("comet_slots")}, not {expected}");

    private sealed record Told(
        string Type, string Id, string Unit, bool? IsEmpty, int[]? Size, string? CreativeId, string? CampaignId, string ServiceName);
}
