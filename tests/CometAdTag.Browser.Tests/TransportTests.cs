using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>What lets no WebSocket through costs no ads: a stream does, or a poll. What lets nothing through is left alone.</summary>
public sealed class TransportTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(Streams.Passed, "stream")]
    [InlineData(Streams.Held, "poll")]
    [InlineData(Streams.Refused, "poll")]
    public async Task Without_WebSockets_creatives_rotate_and_are_counted(Streams streams, string transport)
    {
        await using var scene = await Scene.Open(chromium, output);
        await using var box = await Middlebox.Before(scene.Service, streams);
        scene.Site.Service = box.Address;
        var page = await scene.Visit("three.html");
        await page.Until("['timer', 'event', 'still'].every(id => viewable(id) === 1)");
        // A creative's frame may be asked for later still
        Assert.Equal("/comet/v1/" + transport, box.Asked.Last(asked => asked != "/comet/v1/frame"));
        // Between two connections it may be none for a moment
        await Bound.Until(
            async () => await scene.Accounts.Metric($$"""comet_pages{transport="{{transport}}"}""") == 1, () => Task.FromResult($"the page is not one on {transport}"));
        await page.Do("cometad.trigger('goal')");
        await page.Until("viewable('timer') >= 3 && viewable('event') === 2 && rendered('still') === 1");

        await scene.Hide(page);
        var counted = await scene.Accounts.Agreed(page.Heard);
        Assert.Equal(["event event", "event initial", "still initial", "timer initial", "timer time"], counted.Select(one => $"{one.Zone} {one.Trigger}"));
        var heard = await page.Heard();
        Assert.Equal(["initial", "event"], heard.Where(one => one.Id == "event" && one.Type == HeardEvent.Rendered).Select(one => one.Trigger));
    }

    [Fact]
    public async Task The_refusal_of_an_ad_blocker_is_final()
    {
        await using var scene = await Scene.Open(chromium, output);
        await using var box = await Middlebox.Before(scene.Service, Streams.AllRefused);
        scene.Site.Service = box.Address;
        var page = await scene.Visit("three.html");
        await Bound.Until(() => Task.FromResult(box.Asked.Count >= 3), () => Task.FromResult($"asked: {string.Join(' ', box.Asked)}"));
        await Bound.Quiet(TimeSpan.FromSeconds(5));
        Assert.Equal(["/comet/v1/socket", "/comet/v1/stream", "/comet/v1/poll"], box.Asked);
        Assert.DoesNotContain(await page.Heard(), one => one.Type != HeardEvent.Requested);
    }
}
