namespace CometAdTag.Service.Tests.Pages;

public sealed class RotationTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly RunningService service = shared.Service;

    [Theory, OnEachTransport]
    public async Task A_slot_rotates_when_its_creative_was_in_view_for_the_interval_after_it_was_viewable(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        var first = await page.Ad("a");
        await page.Show(first);

        Pass(29.9);
        await page.None("ad");
        Pass(0.2);
        var second = await page.Ad("a");

        Assert.Equal(("time", "1"), (second.Text("trigger"), second.Text("index")));
        Assert.NotEqual(first.Text("id"), second.Text("id"));
        Assert.NotEqual(first.Text("creative"), second.Text("creative"));
    }

    [Theory, OnEachTransport]
    public async Task A_creative_that_was_never_viewable_is_never_rotated_by_time(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Report(await page.Ad("a"), "rendered");

        for (var turn = 0; turn < 4; turn++) await PassHeard(page, 25);

        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task A_hidden_page_gets_its_first_creative_when_it_is_visible(string transport)
    {
        await using var page = await TestPage.OpenUnseen(service, transport, visible: false, "a:1");
        await page.None("ad");

        await page.View(visible: true);

        Assert.Equal("initial", (await page.Ad("a")).Text("trigger"));
    }

    [Theory, OnEachTransport]
    public async Task A_slot_out_of_view_gets_its_first_creative_and_no_other(string transport)
    {
        await using var page = await TestPage.OpenUnseen(service, transport, visible: true, "a:1");
        var first = await page.Ad("a");
        await page.Show(first);
        await page.Event();

        for (var turn = 0; turn < 3; turn++) await PassHeard(page, 25);

        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task The_clock_stands_while_the_slot_is_out_of_view_or_the_page_hidden_and_goes_on_where_it_stood(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Show(await page.Ad("a"));
        Pass(10);
        await page.View(visible: true, ("a", false));
        await PassHeard(page, 25);
        await page.View(visible: true, ("a", true));
        Pass(10);
        await page.View(visible: false);
        await PassHeard(page, 25);
        await page.View(visible: true);

        Pass(9.9);
        await page.None("ad");
        Pass(0.2);

        Assert.Equal("time", (await page.Ad("a")).Text("trigger"));
    }

    [Theory, OnEachTransport]
    public async Task What_came_due_while_the_slot_was_out_of_view_is_one_creative_and_not_a_burst(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Show(await page.Ad("a"));
        Pass(25);
        await page.View(visible: false);
        await page.Event();
        await PassHeard(page, 20);
        await page.Event("user");
        await page.None("ad");

        await page.View(visible: true);

        Assert.Equal("user", (await page.Ad("a")).Text("trigger"));
        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task An_event_before_30_s_is_remembered_and_rotates_the_slot_then_the_newest_only(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Report(await page.Ad("a"), "rendered");
        Pass(10);
        await page.Event();
        await page.Event("user");

        Pass(19.9);
        await page.None("ad");
        Pass(0.2);

        Assert.Equal(("user", "1"), await TriggerAndIndex(page));
        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task An_event_after_30_s_rotates_at_once(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Report(await page.Ad("a"), "rendered");
        await PassHeard(page, 20);
        await PassHeard(page, 10.1);

        await page.Event();

        Assert.Equal(("event", "1"), await TriggerAndIndex(page));
    }

    [Theory, OnEachTransport]
    public async Task An_event_is_forgotten_after_60_s(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Report(await page.Ad("a"), "rendered");
        await page.Event();
        await page.View(visible: true, ("a", false));
        for (var turn = 0; turn < 3; turn++) await PassHeard(page, 20.1);

        await page.View(visible: true, ("a", true));

        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task An_event_concerns_the_slots_that_it_names(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2");
        await page.Ad("a");
        await page.Ad("b");
        await PassHeard(page, 20);
        await PassHeard(page, 10.1);

        await page.Event("event", "b", "nobody");

        Assert.Equal("event", (await page.Ad("b")).Text("trigger"));
        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task A_creative_that_must_not_be_refreshed_stays(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:4");
        await page.Show(await page.Ad("a"));
        await page.Event("user");

        for (var turn = 0; turn < 3; turn++) await PassHeard(page, 20);
        await page.None("ad");
        await page.Navigate(RunningService.Origin + "/other");

        Assert.Equal(("user", "0"), await TriggerAndIndex(page));
    }

    [Theory, OnEachTransport]
    public async Task A_creative_that_fails_is_replaced_as_by_an_event_and_not_sent_again(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        var first = await page.Ad("a");
        await page.Report(first, "error");
        page.Forget("a");

        await page.None("ad");
        await PassHeard(page, 20);
        await page.None("ad");
        await PassHeard(page, 10.1);

        var second = await page.Ad("a");
        Assert.Equal("event", second.Text("trigger"));
        Assert.NotEqual(first.Text("id"), second.Text("id"));
    }

    [Theory, OnEachTransport]
    public async Task Slots_come_and_go_while_the_page_is_connected(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1");
        await page.Ad("a");

        await page.Add("b:2");
        Assert.Equal("initial", (await page.Ad("b")).Text("trigger"));
        await page.Remove("a");
        await page.Remove("nobody");
        await PassHeard(page, 20);
        await PassHeard(page, 10.1);
        await page.Event();

        Assert.Equal("event", (await page.Ad("b")).Text("trigger"));
        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task A_slot_that_is_removed_and_added_again_goes_on_with_its_creative_and_clock(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2");
        await page.Ad("b");
        var first = await page.Ad("a");
        await page.Show(first);
        Pass(20);
        var served = await service.Metric("comet_impressions_total", "stage=\"served\"");

        await page.Remove("a");
        Pass(15);
        await page.Heard();
        await page.Add("c:1");

        var again = await page.Ad("c");
        Assert.Equal((first.Text("id"), first.Text("index")), (again.Text("id"), again.Text("index")));
        Assert.Equal(served, await service.Metric("comet_impressions_total", "stage=\"served\""));
        Pass(9.9);
        await page.None("ad");
        Pass(0.2);
        Assert.Equal("time", (await page.Ad("c")).Text("trigger"));
    }

    private static async Task<(string Trigger, string Index)> TriggerAndIndex(TestPage page)
    {
        var ad = await page.Ad("a");
        return (ad.Text("trigger"), ad.Text("index"));
    }

    private void Pass(double seconds) => service.Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>A page that polls is gone when it is not heard for two heartbeats.</summary>
    private async Task PassHeard(TestPage page, double seconds)
    {
        Pass(seconds);
        await page.Heard();
    }
}
