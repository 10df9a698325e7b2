namespace CometAdTag.Service.Tests.Pages;

public sealed class NavigationTests : IAsyncLifetime
{
    private const string Other = RunningService.Origin + "/other";

    private readonly RunningService service = RunningService.Start(data: null, ("Refresh:Zones:5:OnNavigate", "keep"));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Theory, OnEachTransport]
    public async Task A_new_url_rotates_each_slot_as_the_first_of_a_new_view_at_most_every_5_s(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Ad("a");
        service.Clock.Advance(TimeSpan.FromSeconds(6));

        await page.Navigate(Other);
        var second = await page.Ad("a");
        Assert.Equal(("user", "0"), (second.Text("trigger"), second.Text("index")));

        await page.Navigate(RunningService.Origin + "/third");
        service.Clock.Advance(TimeSpan.FromSeconds(4.9));
        await page.None("ad");
        service.Clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal("user", (await page.Ad("a")).Text("trigger"));
        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task A_slot_that_keeps_its_creative_on_a_new_url_counts_its_refreshes_anew(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:5");
        await page.Ad("a");
        service.Clock.Advance(TimeSpan.FromSeconds(6));

        await page.Navigate(Other);

        await page.None("ad");
    }

    [Theory]
    [InlineData("http://other.test/", 4007)]
    [InlineData("https://page.test/", 4007)]
    public async Task A_url_of_another_origin_is_refused_for_good(string url, int code)
    {
        await using var page = await PageSocket.Hello(service, "a:1");
        await page.Say($$"""{"type":"page","url":"{{url}}"}""");

        var close = await page.Next("close");
        Assert.Equal(("origin", true), (close.Text("reason"), close.GetProperty("final").GetBoolean()));
        Assert.Equal(code, await page.Closed());
    }
}
