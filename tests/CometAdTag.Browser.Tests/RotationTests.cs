using CometAdTag.Browser.Tests.Harness;
using CometAdTag.Browser.Tests.Publisher;

namespace CometAdTag.Browser.Tests;

/// <summary>Creatives arrive and rotate, each slot by its own triggers, and are counted.</summary>
public sealed class RotationTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    private const string OneFrameEach = "[...document.querySelectorAll('ins')].every(slot => slot.querySelectorAll('iframe').length === 1)";

    private static readonly string[] Ids = ["timer", "event", "still"];

    [Fact]
    public async Task Three_slots_fill_and_one_rotates_by_the_timer_one_by_an_event_and_one_by_neither()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("three.html");
        await page.Until("rendered('event') === 1 && rendered('still') === 1");
        await page.Do("cometad.trigger('goal')");
        await page.Until("rendered('timer') >= 4 && rendered('event') >= 2");

        var heard = await page.Heard();
        Assert.Equal(["initial", "time", "time", "time"], Triggers(heard, "timer").Take(4));
        Assert.Equal(["initial", "event"], Triggers(heard, "event"));
        Assert.Equal(["initial"], Triggers(heard, "still"));
        Assert.True(Rendered(heard, "event")[1].At - Rendered(heard, "event")[0].At > Feed.Interval.TotalMilliseconds, "the event did not wait for the creative's minimum time");
        Assert.All(Ids, id => Assert.Equal(Enumerable.Range(0, Rendered(heard, id).Length), Rendered(heard, id).Select(one => one.Index!.Value)));
        Assert.All(Ids, id => Assert.Equal(HeardEvent.Requested, Assert.Single(heard, one => one.Id == id && one.Type == HeardEvent.Requested).Type));
        Assert.All(heard.Where(one => one.Type == HeardEvent.Rendered), one => Assert.False(one.IsEmpty));
        Assert.All(heard.Where(one => one.Index is not null), one => Assert.Equal(one.Id, one.Zone));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_ledger_the_report_the_metrics_and_the_page_agree_to_the_last_impression()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("three.html");
        await page.Until("viewable('event') === 1");
        await page.Do("cometad.trigger('goal')");
        await page.Until("viewable('timer') >= 3 && viewable('event') === 2");
        await scene.Hide(page);

        await scene.Accounts.Agreed(page.Heard);
        var heard = await page.Heard();
        await page.Close();
        var counted = await scene.Accounts.Agreed(() => Task.FromResult(heard));
        Assert.Equal(["event event", "event initial", "still initial", "timer initial", "timer time"], counted.Select(one => $"{one.Zone} {one.Trigger}"));
        Assert.All(counted, one => Assert.True(one.Served >= one.Rendered && one.Rendered >= one.Viewable, one.ToString()));
        Assert.True(counted.Sum(one => one.Viewable) >= 6, $"too little was seen to be compared: {string.Join(' ', counted)}");
    }

    private static HeardEvent[] Rendered(HeardEvent[] heard, string id) => [.. heard.Where(one => one.Id == id && one.Type == HeardEvent.Rendered)];

    private static IEnumerable<string?> Triggers(HeardEvent[] heard, string id) => Rendered(heard, id).Select(one => one.Trigger);
}
