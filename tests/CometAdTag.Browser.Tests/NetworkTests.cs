using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>What networks do to connections: each is on its next way within five seconds, and nothing is shown or counted twice for it.</summary>
public sealed class NetworkTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(Sockets.Dropped, Streams.Passed, "socket stream")]
    [InlineData(Sockets.Cut, Streams.Passed, "socket socket stream")]
    [InlineData(Sockets.Silent, Streams.Held, "socket stream poll")]
    public async Task What_does_not_come_one_way_comes_the_next_within_five_seconds(Sockets sockets, Streams streams, string ways)
    {
        await using var scene = await Scene.Open(chromium, output);
        await using var box = await Middlebox.Before(scene.Service, streams, sockets);
        scene.Site.Service = box.Address;
        var page = await scene.Visit("three.html");
        await page.Until("viewable('timer') >= 1 && viewable('event') === 1 && viewable('still') === 1");

        var tried = box.Tried;
        Assert.StartsWith(ways, string.Join(' ', tried.Select(one => one.Way)), StringComparison.Ordinal);
        Assert.All(tried.Take(ways.Split(' ').Length), one => Assert.InRange(one.After, TimeSpan.Zero, Soon));
        Assert.Equal(ways.Split(' ')[^1], tried[^1].Way);
        await scene.Hide(page);
        await scene.Accounts.Agreed(page.Heard);
    }

    [Fact]
    public async Task A_connection_that_dies_without_a_word_is_known_within_two_heartbeats()
    {
        await using var scene = await Scene.Open(chromium, output, "--Pages:Heartbeat=00:00:01");
        await using var box = await Middlebox.Before(scene.Service, Streams.Passed, Sockets.Passed);
        scene.Site.Service = box.Address;
        var page = await scene.Visit("three.html");
        await page.Until("viewable('still') === 1 && viewable('timer') >= 1");
        box.FallSilent();
        var since = TimeProvider.System.GetTimestamp();
        await Bound.Until(() => Task.FromResult(box.Tried.Length == 2), () => Task.FromResult("the page did not come back"));
        // Two heartbeats, the pause before the next try, which is a second at most, and one for a busy machine
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(2 + 1 + 1));

        await GoesOn(scene, page);
    }

    [Theory]
    [InlineData(Sockets.Passed)]
    [InlineData(Sockets.Refused)]
    public async Task On_a_slow_network_each_slot_is_filled_and_nothing_is_counted_twice(Sockets sockets)
    {
        await using var scene = await Scene.Open(chromium, output);
        await using var box = await Middlebox.Before(scene.Service, Streams.Passed, sockets);
        scene.Site.Service = box.Address;
        var page = await scene.Visit("other.html");
        await page.Slow();
        await page.Go(new(scene.Site.Origin, "three.html"));
        await page.Until("['timer', 'event', 'still'].every(id => viewable(id) >= 1)");
        await page.Do("cometad.trigger('goal')");
        await page.Until("viewable('event') === 2 && rendered('still') === 1");

        await scene.Hide(page);
        await scene.Accounts.Agreed(page.Heard);
    }

    [Fact]
    public async Task A_page_that_was_offline_goes_on_within_two_seconds()
    {
        await using var scene = await Scene.Open(chromium, output, "--Pages:Heartbeat=00:00:01");
        await using var box = await Middlebox.Before(scene.Service, Streams.Passed, Sockets.Passed);
        scene.Site.Service = box.Address;
        var page = await scene.Visit("three.html");
        await page.Until("viewable('still') === 1 && viewable('timer') >= 1");
        await page.Offline(true);
        box.FallSilent();
        await page.Until("navigator.onLine === false");
        // Long enough to know that the connection is dead, and to try others in vain
        await Bound.Quiet(TimeSpan.FromSeconds(4));
        Assert.Equal(3, await page.Ask<int>("document.querySelectorAll('iframe').length"));
        var before = box.Tried.Length;

        await page.Offline(false);
        var since = TimeProvider.System.GetTimestamp();
        await Bound.Until(() => Task.FromResult(box.Tried.Length > before), () => Task.FromResult("the page did not come back"));
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(2));

        await GoesOn(scene, page);
    }

    [Fact]
    public async Task An_nginx_that_is_told_nothing_speaks_HTTP_1_0_and_lets_a_stream_through_at_once()
    {
        await using var scene = await Scene.Open(chromium, output);
        await using var nginx = await NginxProgram.Before(scene.Service);
        scene.Site.Service = nginx.Address;
        var page = await scene.Visit("three.html");
        await page.Until("viewable('still') === 1 && viewable('timer') >= 2");
        Assert.Equal(1, await scene.Accounts.Metric("""comet_pages{transport="stream"}"""));
        Assert.True(await page.Ask<double>("heard.find(e => e.type === 'slotRenderEnded').at - heard.find(e => e.type === 'slotRequested').at") < Soon.TotalMilliseconds);
        await scene.Hide(page);
        await scene.Accounts.Agreed(page.Heard);
    }

    /// <summary>It rotates on, one creative after the other, and what stays was counted once.</summary>
    private static async Task GoesOn(Scene scene, Visit page)
    {
        await page.Do("window.backAt = heard.length");
        await page.Until("heard.slice(backAt).filter(e => e.id === 'timer' && e.type === 'impressionViewable').length >= 2");
        var heard = await page.Heard();
        Assert.Single(heard, one => one.Id == "still" && one.Type == HeardEvent.Rendered);
        var timer = heard.Where(one => one.Id == "timer" && one.Type == HeardEvent.Rendered).ToList();
        Assert.All(timer.Zip(timer.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At > 1800, $"a burst: {pair}"));
        await page.Clear();
        await scene.Accounts.Agreed(page.Heard);
    }
}
