using System.Text.Json;
using CometAdTag.Browser.Tests.Harness;
using Microsoft.Playwright;

namespace CometAdTag.Browser.Tests;

/// <summary>What a creative knows of its place through SafeFrame.</summary>
public sealed class SafeFrameTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_creative_knows_its_place_and_the_focus_and_hears_when_that_changes()
    {
        await using var scene = await Scene.Open(chromium, output);
        var (page, frame) = await Framed(scene);
        var box = await page.Ask<double[]>("(({ top, left, width, height }) => [top, left, width, height])(document.querySelector('#framed iframe').getBoundingClientRect())");
        var first = await frame.EvaluateAsync<JsonElement>("first");
        Assert.Equal(box, Self(first.GetProperty("geom"), "t", "l", "w", "h"));
        Assert.Equal(new double[] { 1, 1, 1 }, Self(first.GetProperty("geom"), "iv", "xiv", "yiv"));
        Assert.Equal(100, first.GetProperty("inView").GetInt32());
        var window = first.GetProperty("geom").GetProperty("win");
        Assert.Equal(await page.Ask<int[]>("[innerWidth, innerHeight]"), new[] { window.GetProperty("w").GetInt32(), window.GetProperty("h").GetInt32() });

        await page.Do($"document.body.append(Object.assign(document.createElement('div'), {{ className: 'far' }})); scrollTo(0, {box[0] + 100})");
        await Until(frame, "$sf.ext.inViewPercentage() === 60 && told.some(({ status }) => status === 'geom-update')");
        Assert.Equal(new[] { -100, 0.6, 0.6, 1 }, Self(await frame.EvaluateAsync<JsonElement>("$sf.ext.geom()"), "t", "iv", "yiv", "xiv"));
        await page.Do("scrollTo(0, 1000)");
        await Until(frame, "$sf.ext.inViewPercentage() === 0");

        Assert.False(await frame.EvaluateAsync<bool>("Object.values($sf.ext.supports()).some(Boolean)"));
        Assert.Equal("framed", await frame.EvaluateAsync<string>("$sf.ext.meta('creative')"));
        await frame.EvaluateAsync("$sf.ext.expand({ t: 0, l: 400, r: 0, b: 0 })");
        await Until(frame, "told.some(({ status, data }) => status === 'failed' && data.cmd === 'exp-ovr')");
        Assert.Empty(page.Errors);

        await page.Do("scrollTo(0, 0)");
        await page.Page.BringToFrontAsync();
        await Until(frame, "$sf.ext.winHasFocus() && $sf.ext.inViewPercentage() === 100");
        await scene.Hide(page);
        await Until(frame, "!$sf.ext.winHasFocus() && $sf.ext.inViewPercentage() === 0 && told.some(({ status }) => status === 'focus-change')");
    }

    [Fact]
    public async Task However_often_a_creative_asks_it_is_told_five_times_a_second_at_most()
    {
        await using var scene = await Scene.Open(chromium, output);
        var (page, frame) = await Framed(scene);
        await frame.EvaluateAsync(
            """
            () => {
              window.answers = 0;
              const { postMessage } = MessagePort.prototype;
              MessagePort.prototype.postMessage = function (message) {
                MessagePort.prototype.postMessage = postMessage;
                this.addEventListener('message', ({ data }) => data.type === 'place' && answers++);
                window.asking = setInterval(() => { for (let i = 0; i < 20; i++) this.postMessage({ type: 'place' }); }, 20);
              };
            }
            """);
        await Until(frame, "window.answers > 0");
        await frame.EvaluateAsync("() => { window.answers = 0; }");
        await Bound.Quiet(TimeSpan.FromSeconds(2));
        Assert.InRange(await frame.EvaluateAsync<int>("answers"), 4, 12);
        await frame.EvaluateAsync("clearInterval(asking)");
        Assert.Equal(1, await page.Ask<int>("viewable('framed')"));
    }

    private static async Task<(Visit Page, IFrame Frame)> Framed(Scene scene)
    {
        var page = await scene.Visit("failing.html");
        await page.Until("viewable('still') === 1");
        await page.Do("const slot = document.createElement('ins'); slot.id = slot.dataset.cometZone = 'framed'; slot.className = 'comet-ad'; document.getElementById('still').before(slot)");
        await page.Until("viewable('framed') === 1");
        return (page, await page.Frame("framed"));
    }

    private static double[] Self(JsonElement geom, params string[] names) => [.. names.Select(name => geom.GetProperty("self").GetProperty(name).GetDouble())];

    private static Task Until(IFrame frame, string expression) => Bound.Until(
        () => frame.EvaluateAsync<bool>(expression),
        async () => $"It never came: {expression}\n{await frame.EvaluateAsync<string>("JSON.stringify({ geom: $sf.ext.geom(), told })")}");
}
