using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>Creatives arrive and rotate, each slot by its own triggers.</summary>
public sealed class RotationTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Three_slots_fill_and_one_rotates_by_the_timer_one_by_an_event_and_one_by_neither()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("three.html");
        await page.Until("['timer', 'event', 'still'].every(id => viewable(id) === 1)");
        await page.Do("cometad.trigger('goal')");
        await page.Until("rendered('timer') >= 4 && rendered('event') >= 2");

        var heard = await page.Heard();
        Assert.Equal(["initial", "time", "time", "time"], Triggers(heard, "timer").Take(4));
        Assert.Equal(["initial", "event"], Triggers(heard, "event"));
        Assert.Equal(["initial"], Triggers(heard, "still"));
        foreach (var id in (string[])["timer", "event", "still"])
        {
            var rendered = Rendered(heard, id);
            Assert.Equal(Enumerable.Range(0, rendered.Count), rendered.Select(one => one.Index!.Value));
            Assert.Single(heard, one => one.Id == id && one.Type == HeardEvent.Requested);
        }
        Assert.DoesNotContain(page.Console, line => line.StartsWith("error", StringComparison.Ordinal));
    }

    private static List<HeardEvent> Rendered(HeardEvent[] heard, string id) => [.. heard.Where(one => one.Id == id && one.Type == HeardEvent.Rendered)];

    private static IEnumerable<string?> Triggers(HeardEvent[] heard, string id) => Rendered(heard, id).Select(one => one.Trigger);
}
