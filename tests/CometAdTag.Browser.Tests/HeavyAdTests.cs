using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>Chromium takes ads away that load or compute too much, where it knows them for ads.</summary>
public sealed class HeavyAdTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly Chromium chromium = new(ads: "/comet/v1/frame");

    public Task InitializeAsync() => chromium.InitializeAsync();

    public Task DisposeAsync() => chromium.DisposeAsync();

    [Fact]
    public async Task What_the_browser_takes_away_is_reported_at_once_and_replaced()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("failing.html");
        await page.Until("viewable('still') === 1");
        await page.Add("heavy");
        await page.Until("rendered('heavy') >= 2");

        var rendered = (await page.Heard()).Where(heard => heard.Type == HeardEvent.Rendered && heard.Id == "heavy").ToList();
        Assert.Equal("event", rendered[1].Trigger);
        // That it does not answer would be noticed after ten seconds
        Assert.InRange(rendered[1].At - rendered[0].At, 0, 8_000);
        Assert.True(await scene.Accounts.Metric("comet_creative_failures_total") >= 1);
        Assert.Equal(1, await page.Ask<int>("rendered('still')"));
        Assert.Contains(page.Console, line => line.Contains("Ad was removed", StringComparison.Ordinal));
    }
}
