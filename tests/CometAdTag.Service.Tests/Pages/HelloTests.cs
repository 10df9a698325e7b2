using System.Net;
using System.Text.Json;

namespace CometAdTag.Service.Tests.Pages;

public sealed class HelloTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly RunningService service = shared.Service;

    [Theory, OnEachTransport]
    public async Task A_hello_is_answered_by_ready_and_a_creative_for_each_slot(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2");

        var ready = await page.Next("ready");
        var (a, b) = (await page.Ad("a"), await page.Ad("b"));

        Assert.Equal("20000", ready.Text("heartbeat"));
        Assert.Equal(
            ["a 1 300 250 30000 10 0.5", "b 2 728 90 30000 10 0.5"],
            ready.GetProperty("slots").EnumerateArray().Select(slot =>
                string.Join(' ', new[] { "slot", "zone", "width", "height", "interval", "maxRefreshes", "ratio" }.Select(name => slot.Text(name)))));
        Assert.Equal(("initial", "0", "300", "250"), (a.Text("trigger"), a.Text("index"), a.Text("width"), a.Text("height")));
        Assert.Equal(("initial", "0", "728", "90"), (b.Text("trigger"), b.Text("index"), b.Text("width"), b.Text("height")));
        Assert.Equal(["type", "slot", "id", "token", "trigger", "index", "creative", "campaign", "width", "height", "html", "ttl"],
            a.EnumerateObject().Select(member => member.Name));
        Assert.InRange(a.Text("token").Length, 40, 240);
    }

    [Theory, OnEachTransport]
    public async Task An_unknown_zone_among_known_ones_and_a_zone_without_links_stay_empty_with_the_reason(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "a:1", "b:99", "c:3");

        Assert.Equal("unknown_zone", (await page.Next("empty", "b")).Text("reason"));
        Assert.Equal("no_link", (await page.Next("empty", "c")).Text("reason"));
        await page.Ad("a");
        Assert.Equal(["a", "c"], (await page.Next("ready")).GetProperty("slots").EnumerateArray().Select(slot => slot.Text("slot")));
    }

    [Theory, OnEachTransport]
    public async Task A_passback_is_not_decided_again_with_each_hello(string transport)
    {
        await using var page = await TestPage.Open(service, transport, "c:3");
        await page.Next("empty", "c");

        await page.None("empty");
    }

    [Fact]
    public async Task The_first_poll_is_answered_by_ready_and_everything_that_is_due()
    {
        using var client = service.Page();
        using var response = await client.PostAsync("/comet/v1/poll", new StringContent(PageSocket.HelloOf("a:1", "b:2", "c:3")));
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(["ready", "ad", "ad", "empty"], answer.RootElement.EnumerateArray().Select(frame => frame.Text("type")));
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/comet/v1/poll")]
    [InlineData("/comet/v1/stream")]
    public async Task A_hello_of_which_no_zone_is_known_is_refused_for_good(string path)
    {
        using var client = service.Page();
        using var response = await client.PostAsync(path, new StringContent(PageSocket.HelloOf("a:98", "b:99")));

        await response.IsRefused(HttpStatusCode.NotFound, "unknown_zone", "98, 99");
    }

    [Fact]
    public async Task A_socket_of_which_no_zone_is_known_is_closed_for_good()
    {
        await using var page = await PageSocket.Hello(service, "a:98");

        var close = await page.Next("close");

        Assert.Equal(("unknown_zone", true), (close.Text("reason"), close.GetProperty("final").GetBoolean()));
        Assert.Equal(4009, await page.Closed());
    }

    [Fact]
    public async Task A_hello_without_slots_is_answered_by_ready()
    {
        await using var page = await PageSocket.Hello(service);
        Assert.Empty((await page.Next("ready")).GetProperty("slots").EnumerateArray());
    }
}
