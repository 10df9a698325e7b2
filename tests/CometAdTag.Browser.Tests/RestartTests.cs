using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>The page stays open while the service is killed and started again, and what was commanded before holds after it.</summary>
public sealed class RestartTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Events_withdrawals_and_intervals_reach_the_open_page_after_a_restart_too()
    {
        await using var scene = await Scene.Open(chromium, output, "--Refresh:Zones:timer:Interval=01:00:00");
        var page = await scene.Visit("three.html");
        await page.Until("['timer', 'event', 'still'].every(id => viewable(id) === 1)");
        var before = await Withdrawing.From(scene, page, "still");
        await Put(scene, "event", new { maxRefreshes = 7 });
        await scene.Service.Kill();
        await scene.Service.Start();
        await Bound.Until(
            async () => await scene.Accounts.Metric("comet_slots") == 3, () => Task.FromResult("the page did not come back"), TimeSpan.FromSeconds(60));
        Assert.Contains("\"maxRefreshes\":{\"value\":7,\"from\":\"api_zone\"}", await scene.Service.Get("/api/v1/zones/event/refresh"), StringComparison.Ordinal);

        var fired = await Curl.Post(new(scene.Service.Address, "/api/v1/events"), scene.Service.Key, """{"name":"goal","website":"paper"}""");
        await page.Until("rendered('event') === 2");
        Assert.Equal(1, fired.GetProperty("pages").GetInt32());

        var after = await Withdrawing.From(scene, page, "event");
        output.WriteLine($"before the restart {before}, after it {after}");
        Assert.InRange(after.Replaced, after.Gone, 1_000);

        await Put(scene, "timer", new { interval = 100 });
        await page.Until("rendered('timer') >= 4 && rendered('event') >= 3");
        Assert.Equal(["initial", "event", "event"], await Triggers(page, "event"));
        Assert.Equal(["initial", "event"], await Triggers(page, "still"));
        Assert.All((await Triggers(page, "timer")).Skip(1), trigger => Assert.Equal("time", trigger));
        Assert.DoesNotContain((await page.Heard())[before.Heard..], one => one.Creative == before.Creative);
        Assert.DoesNotContain((await page.Heard())[after.Heard..], one => one.Creative == after.Creative);
        Assert.Empty(await page.Ask<double[]>("shifts"));
        await page.Clear();
        await Bound.Until(
            async () => Seen(await scene.Accounts.Ledger()).SequenceEqual(Accounts.Heard(await page.Heard())),
            async () => $"ledger: {string.Join(' ', await scene.Accounts.Ledger())}\npage: {string.Join(' ', Accounts.Heard(await page.Heard()))}");
    }

    private static Task<string> Put(Scene scene, string zone, object policy) => scene.Service.Send(HttpMethod.Put, $"/api/v1/zones/{zone}/refresh", policy);

    private static async Task<IEnumerable<string?>> Triggers(Visit page, string id) =>
        (await page.Heard()).Where(one => one.Id == id && one.Type == HeardEvent.Rendered).Select(one => one.Trigger);

    private static IEnumerable<Tally> Seen(IEnumerable<Tally> tallies) =>
        tallies.Select(tally => tally with { Served = 0 }).Where(tally => tally.Rendered + tally.Viewable > 0);
}
