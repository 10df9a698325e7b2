using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>What the publisher's own server says happened rotates the pages that it concerns.</summary>
public sealed class EventTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task An_event_fired_with_curl_rotates_the_open_page_that_it_concerns_and_no_other()
    {
        await using var scene = await Scene.Open(chromium, output);
        var match = await scene.Visit("match.html");
        var other = await scene.VisitBeside("three.html");
        await match.Until("viewable('event') === 1 && document.visibilityState === 'visible'");
        await other.Until("viewable('event') === 1 && document.visibilityState === 'visible'");
        await Bound.Until(async () => await Viewable(scene) == 2, () => Task.FromResult("the service did not hear that both were viewable"));

        var fired = await Fire(scene, """{"name":"goal","variables":{"match":"7"}}""");
        await match.Until("rendered('event') === 2");
        await Bound.Quiet(TimeSpan.FromSeconds(2));
        Assert.Equal((1, 1), fired);
        Assert.Equal(["initial", "event"], await Triggers(match));
        Assert.Equal(["initial"], await Triggers(other));

        Assert.Equal((2, 2), await Fire(scene, """{"name":"end of the match","zones":["event"]}"""));
        await match.Until("rendered('event') === 3");
        await other.Until("rendered('event') === 2");
        Assert.Equal(["initial", "event"], await Triggers(other));
    }

    /// <summary>The pages that it concerned, and the slots that rotate now or when their time comes.</summary>
    private static async Task<(int Pages, int Slots)> Fire(Scene scene, string happened)
    {
        var fired = await Curl.Post(new(scene.Service.Address, "/api/v1/events"), scene.Service.Key, happened);
        return (fired.GetProperty("pages").GetInt32(), fired.GetProperty("slots").GetInt32() + fired.GetProperty("waiting").GetInt32());
    }

    private static async Task<long> Viewable(Scene scene) =>
        (await scene.Accounts.Metrics()).Where(one => one.Zone == "event").Sum(one => one.Viewable);

    private static async Task<IEnumerable<string?>> Triggers(Visit page) =>
        (await page.Heard()).Where(one => one is { Id: "event", Type: HeardEvent.Rendered }).Select(one => one.Trigger);
}
