using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>Pages outlive their connection: an outage of the service, and the browser's back and forward cache.</summary>
public sealed class OutageTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_page_goes_on_when_the_service_was_killed_and_started_again()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("three.html");
        await page.Until("viewable('timer') >= 2 && viewable('still') === 1");
        await scene.Service.Kill();
        await page.Do("window.killedAt = heard.length");
        await scene.Service.Start();
        await page.Until("heard.slice(killedAt).filter(e => e.id === 'timer' && e.type === 'impressionViewable').length >= 2", TimeSpan.FromSeconds(60));

        var heard = await page.Heard();
        Assert.Single(heard, one => one.Id == "still" && one.Type == HeardEvent.Rendered);
        var timer = heard.Where(one => one.Id == "timer" && one.Type == HeardEvent.Rendered).ToList();
        Assert.Equal(Enumerable.Range(0, timer.Count), timer.Select(one => one.Index!.Value));
        Assert.All(timer.Zip(timer.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At > 1800, $"a burst: {pair}"));
        await page.Clear();
        await Bound.Until(
            async () => Seen(await scene.Accounts.Ledger()).SequenceEqual(Accounts.Heard(await page.Heard())),
            async () => $"ledger: {string.Join(' ', await scene.Accounts.Ledger())}\npage: {string.Join(' ', Accounts.Heard(await page.Heard()))}");
        Assert.All(await scene.Accounts.Report(), one => Assert.True(one.Served >= one.Rendered && one.Rendered >= one.Viewable, one.ToString()));
    }

    [Fact]
    public async Task A_service_that_is_gone_for_good_is_asked_seldom_and_the_page_keeps_its_creatives()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("three.html");
        await page.Until("viewable('timer') >= 1 && viewable('still') === 1");
        await scene.Service.Kill();
        await Bound.Quiet(TimeSpan.FromSeconds(1));
        var before = page.Requests.Count;
        await Bound.Quiet(TimeSpan.FromSeconds(10));
        var attempts = page.Requests.Skip(before).ToList();
        Assert.InRange(attempts.Count, 1, 15);
        Assert.Equal(3, await page.Ask<int>("document.querySelectorAll('iframe').length"));
        Assert.DoesNotContain(page.Errors, line => line.Contains("comet.js", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_comes_back_from_the_browsers_cache_goes_on_and_counts_nothing_twice()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("three.html");
        await page.Until("viewable('timer') >= 2 && viewable('still') === 1");
        await page.Go(new(scene.Site.Origin, "other.html"));
        await page.Until("document.title === 'Another page'");
        await Bound.Until(async () => await scene.Accounts.Metric("comet_slots") == 0, () => Task.FromResult("the page in the cache still holds its connection"));
        await page.Do("history.back()");
        await page.Until("lived.includes('pageshow true')");
        await page.Do("window.backAt = heard.length");
        await page.Until("heard.slice(backAt).filter(e => e.id === 'timer' && e.type === 'impressionViewable').length >= 2");

        var heard = await page.Heard();
        Assert.Contains("pagehide true", await page.Ask<string[]>("lived"));
        Assert.Single(heard, one => one.Id == "still" && one.Type == HeardEvent.Rendered);
        Assert.Single(heard, one => one.Id == "still" && one.Type == HeardEvent.Viewable);
        await page.Clear();
        await scene.Accounts.Agreed(page.Heard);
    }

    private static IEnumerable<Tally> Seen(IEnumerable<Tally> tallies) =>
        tallies.Select(tally => tally with { Served = 0 }).Where(tally => tally.Rendered + tally.Viewable > 0);
}
