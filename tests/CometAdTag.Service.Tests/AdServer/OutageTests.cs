namespace CometAdTag.Service.Tests.AdServer;

public sealed class OutageTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_service_whose_ad_server_was_never_there_lives_but_is_not_ready()
    {
        await using var service = RunningService.Start(folder.Path, ("AdServer:Feed:Location", Path.Combine(folder.Path, "gone.json")));
        using var client = service.Admin();
        Assert.Contains("snapshot", await (await client.GetAsync("/health/ready")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await client.GetAsync("/health/live")).IsSuccessStatusCode);
        var metrics = await client.GetStringAsync("/metrics");
        Assert.Contains("comet_ad_server_requests_total{source=\"feed\",outcome=\"network\"} 1", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("\ncomet_snapshot_age_seconds", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_restarted_while_its_ad_server_is_away_is_ready_fills_pages_and_tells_how_old_its_snapshot_is()
    {
        var feed = folder.File("away.json", TestFeed.Json);
        await using (RunningService.Start(folder.Path, ("AdServer:Feed:Location", feed))) { }
        File.Delete(feed);
        await using var service = RunningService.Start(folder.Path, ("AdServer:Feed:Location", feed));
        using var client = service.Admin();
        Assert.True((await client.GetAsync("/health/ready")).IsSuccessStatusCode);
        using var page = service.Page();
        using var hello = new StringContent(
            """{"type":"hello","v":1,"url":"http://page.test/","visible":true,"slots":[{"slot":"a","zone":"1","w":300,"h":250,"inView":true}]}""");
        var frames = await (await page.PostAsync("/comet/v1/poll", hello)).Content.ReadAsStringAsync();
        Assert.Contains("\"type\":\"ad\"", frames, StringComparison.Ordinal);
        service.Clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Contains("\ncomet_snapshot_age_seconds 90\n", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }
}
