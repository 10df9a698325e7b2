using System.Net;
using System.Text;

namespace CometAdTag.Service.Tests.Pages;

public sealed class RefusalTests(SharedService shared) : IClassFixture<SharedService>
{
    private const string Slot = """{"slot":"a","zone":"1","w":0,"h":0}""";

    private readonly RunningService service = shared.Service;

    public static TheoryData<string, string> BadHellos() => new()
    {
        { "", "JSON" },
        { "{", "JSON" },
        { "null", "type" },
        { "[]", "" },
        { "7", "" },
        { """{"type":"hullo"}""", "hullo" },
        { """{"v":1,"type":"hello"}""", "type" },
        { """{"type":"bye"}""", "no hello" },
        { """{"type":"hello","url":"http://page.test/","slots":[]}""", "'v'" },
        { """{"type":"hello","v":1,"slots":[]}""", "'url'" },
        { """{"type":"hello","v":1,"url":"http://page.test/"}""", "'slots'" },
        { """{"type":"hello","v":1,"url":"http://page.test/","slots":[{"zone":"1","w":0,"h":0}]}""", "'slot'" },
        { """{"type":"hello","v":1,"url":"http://page.test/","slots":[{"slot":"a","zone":"1","w":0}]}""", "'h'" },
        { """{"type":"hello","v":2,"url":"http://page.test/","slots":[]}""", "v: 2 is not 1" },
        { """{"type":"hello","v":"1","url":"http://page.test/","slots":[]}""", "$.v" },
        { """{"type":"hello","v":1,"url":"page.test","slots":[]}""", "url" },
        { """{"type":"hello","v":1,"url":"http://page.test/","slots":[null]}""", "" },
        { """{"type":"hello","v":1,"url":"http://page.test/\ud800","slots":[]}""", "" },
        { """{"type":"hello","v":1,"url":"http://page.test/","slots":[],"variables":{"\udc00":"x"}}""", "" },
        { $$"""{"type":"hello","v":1,"url":"http://page.test/","slots":[{{Slot}},{{Slot}}]}""", "is there twice" },
        { $$"""{"type":"hello","v":1,"url":"http://page.test/","slots":[{{string.Join(',', Enumerable.Repeat(Slot, 201))}}]}""", "201 are more than 200" },
        { $$"""{"type":"hello","v":1,"url":"http://page.test/","slots":[],"more":{{new string('[', 200)}}{{new string(']', 200)}}}""", "depth" },
        { $$"""{"type":"hello","v":1,"url":"http://page.test/","slots":[],"receipts":[{{string.Join(',', Enumerable.Repeat("""{"n":1}""", 10_000))}}]}""", "10000 are more than 1000" },
    };

    [Theory, MemberData(nameof(BadHellos))]
    public async Task A_bad_hello_is_refused_and_what_is_wrong_is_named(string hello, string named)
    {
        using var client = service.Page();
        foreach (var path in new[] { "/comet/v1/poll", "/comet/v1/stream" })
        {
            using var response = await client.PostAsync(path, new StringContent(hello));
            await response.IsRefused(HttpStatusCode.BadRequest, "bad_hello", named);
        }
        await using var page = await PageSocket.Open(service);
        await page.Say(hello);
        var close = await page.Next("close");
        Assert.Equal(("bad_hello", true), (close.Text("reason"), close.GetProperty("final").GetBoolean()));
        Assert.Contains(named, close.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(4006, await page.Closed());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"type":"what"}""")]
    [InlineData("""{"type":"view","slots":7}""")]
    [InlineData("""{"type":"event"}""")]
    [InlineData("""{"type":"event","name":"x","trigger":"time"}""")]
    [InlineData("""{"type":"receipt","token":"x","stage":"rendered"}""")]
    [InlineData("""{"type":"hello","v":1,"url":"http://page.test/","slots":[]}""")]
    public async Task A_bad_frame_closes_its_page_for_good_and_no_other(string frame)
    {
        await using var other = await TestPage.Open(service, "socket", "a:1");
        var shown = await other.Ad("a");
        await using var page = await PageSocket.Hello(service, "a:1");
        await page.Next("ad");

        await page.Say(frame);

        Assert.Equal("bad_frame", (await page.Next("close")).Text("reason"));
        Assert.Equal(4005, await page.Closed());
        Assert.Equal("", await other.Report(shown, "rendered"));
    }

    [Fact]
    public async Task A_frame_that_is_binary_or_over_64_KiB_or_too_many_slots_are_bad_frames()
    {
        await using var binary = await PageSocket.Hello(service, "a:1");
        await binary.Say([1, 2, 3]);
        Assert.Equal(4005, await binary.Closed());

        await using var large = await PageSocket.Hello(service, "a:1");
        await large.Say(new string(' ', (64 * 1024) + 1));
        Assert.Equal(4005, await large.Closed());

        await using var many = await PageSocket.Hello(service, "a:1");
        await many.Say($$"""{"type":"slots","add":[{{string.Join(',', Enumerable.Range(0, 200).Select(n => $$"""{"slot":"b{{n}}","zone":"1","w":0,"h":0}"""))}}]}""");
        Assert.Equal(4005, await many.Closed());
    }

    [Fact]
    public async Task Bodies_have_an_end()
    {
        using var client = service.Page();
        foreach (var (path, most) in new[] { ("poll", 256), ("stream", 256), ("receipts", 64) })
        {
            using var just = await client.PostAsync($"/comet/v1/{path}", new StringContent(new string(' ', most * 1024)));
            Assert.Equal(HttpStatusCode.BadRequest, just.StatusCode);
            using var over = await client.PostAsync($"/comet/v1/{path}", new StringContent(new string(' ', (most * 1024) + 1)));
            await over.IsRefused(HttpStatusCode.RequestEntityTooLarge, "body", $"{most * 1024} bytes");
            using var endless = await client.PostAsync($"/comet/v1/{path}", new ChunkedSpaces(10));
            await endless.IsRefused(HttpStatusCode.RequestEntityTooLarge, "body");
        }
        await using var page = await PageSocket.Open(service);
        await page.Say(new string(' ', (256 * 1024) + 1));
        Assert.Equal(4006, await page.Closed());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("http://evil.test")]
    [InlineData("http://page.test:81")]
    [InlineData("https://page.test")]
    [InlineData("http://page.test/")]
    [InlineData("http://page.test.evil.test")]
    public async Task A_page_of_no_or_another_origin_is_refused(string? origin)
    {
        using var client = new HttpClient { BaseAddress = service.Address };
        if (origin is not null) client.DefaultRequestHeaders.Add("Origin", origin);
        foreach (var path in new[] { "poll", "stream", "receipts" })
        {
            using var response = await client.PostAsync($"/comet/v1/{path}", new StringContent(PageSocket.HelloOf("a:1")));
            await response.IsRefused(HttpStatusCode.Forbidden, "origin");
        }
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => PageSocket.Open(service, origin));
    }

    [Fact]
    public async Task A_hello_whose_url_is_not_of_its_origin_is_refused()
    {
        using var client = service.Page();
        using var response = await client.PostAsync("/comet/v1/poll", new StringContent(PageSocket.HelloOf("a:1").Replace("http://page.test/", "http://other.test/", StringComparison.Ordinal)));
        await response.IsRefused(HttpStatusCode.Forbidden, "origin", "url");
    }

    [Fact]
    public async Task An_answer_can_be_read_by_the_page_that_asked_and_by_no_other()
    {
        using var client = service.Page();
        using var response = await client.PostAsync("/comet/v1/poll", new StringContent(PageSocket.HelloOf("a:1")));

        Assert.Equal([RunningService.Origin], response.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal([RunningService.Origin], response.Headers.GetValues("Timing-Allow-Origin"));
        Assert.Equal(["Origin"], response.Headers.Vary);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_stream_without_an_origin_is_for_curl_and_never_counted()
    {
        await using var alone = RunningService.Start(data: null, ("Pages:AllowNoOrigin", "true"));
        using var client = new HttpClient { BaseAddress = alone.Address };
        using var response = await client.GetAsync("/comet/v1/stream?zones=1,2&url=http://127.0.0.1/demo", HttpCompletionOption.ResponseHeadersRead);
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync());
        var lines = new List<string>();
        while (lines.Count < 9) lines.Add((await body.ReadLineAsync())!);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["event: ready", "event: ad", "event: ad"], lines.Where(line => line.StartsWith("event:", StringComparison.Ordinal)));
        Assert.All(lines.Where((_, at) => at % 3 == 1), line => Assert.StartsWith("data: {\"type\":", line, StringComparison.Ordinal));
        Assert.Equal(0, await alone.Metric("comet_impressions_total", "stage=\"served\""));

        using var denied = await client.GetAsync("/comet/v1/stream?zones=&url=http://127.0.0.1/demo");
        await denied.IsRefused(HttpStatusCode.BadRequest, "bad_hello", "zones");
        using var without = await client.GetAsync("/comet/v1/stream?zones=1");
        await without.IsRefused(HttpStatusCode.BadRequest, "bad_hello", "url");
    }

    [Fact]
    public async Task A_stream_of_a_website_by_GET_is_a_page_like_any_other()
    {
        using var client = service.Page();
        using var response = await client.GetAsync("/comet/v1/stream?zones=1&url=http://page.test/", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal([RunningService.Origin], response.Headers.GetValues("Access-Control-Allow-Origin"));
        using var nobody = new HttpClient { BaseAddress = service.Address };
        using var denied = await nobody.GetAsync("/comet/v1/stream?zones=1&url=http://page.test/");
        await denied.IsRefused(HttpStatusCode.Forbidden, "origin");
    }

    [Fact]
    public async Task A_page_that_floods_is_closed_and_may_come_back()
    {
        await using var page = await PageSocket.Hello(service, "a:1");
        for (var sent = 0; sent < 501; sent++) await page.Say("""{"type":"view","visible":true}""");

        var close = await page.Next("close");
        Assert.Equal(("limit", false), (close.Text("reason"), close.GetProperty("final").GetBoolean()));
        Assert.Equal(4008, await page.Closed());
    }

    [Fact]
    public async Task One_address_may_have_so_many_pages_and_a_stranger_cannot_claim_another()
    {
        await using var alone = RunningService.Start(data: null, ("Pages:MaxPagesPerAddress", "2"));
        await using var first = await TestPage.Open(alone, "socket", "a:1");
        await using var second = await TestPage.Open(alone, "stream", "a:1");
        await first.Ad("a");
        await second.Ad("a");
        using var client = alone.Page();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");

        using var third = await client.PostAsync("/comet/v1/poll", new StringContent(PageSocket.HelloOf("a:1")));

        await third.IsRefused(HttpStatusCode.TooManyRequests, "limit", "2 pages");
        await first.Lose();
        await alone.Until(1, "comet_pages");
        using var fourth = await client.PostAsync("/comet/v1/poll", new StringContent(PageSocket.HelloOf("a:1")));
        Assert.Equal(HttpStatusCode.OK, fourth.StatusCode);
    }

    [Fact]
    public async Task A_proxy_that_is_named_may_say_for_whom_it_asks()
    {
        await using var alone = RunningService.Start(data: null, ("Pages:MaxPagesPerAddress", "1"), ("Pages:TrustedProxies:0", "127.0.0.1"));
        foreach (var address in new[] { "192.0.2.1", "192.0.2.2" })
        {
            using var client = alone.Page();
            client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            using var response = await client.PostAsync("/comet/v1/poll", new StringContent(PageSocket.HelloOf("a:1")));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Above_the_accept_rate_hellos_are_sent_away_for_a_while()
    {
        await using var alone = RunningService.Start(data: null, ("Pages:HellosPerSecond", "1"));
        using var client = alone.Page();
        var refused = 0;
        for (var asked = 0; asked < 20; asked++)
        {
            using var response = await client.PostAsync("/comet/v1/poll", new StringContent(PageSocket.HelloOf("a:1")));
            if (response.StatusCode == HttpStatusCode.OK) continue;
            await response.IsRefused(HttpStatusCode.ServiceUnavailable, "overload");
            Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
            refused++;
        }
        Assert.True(refused > 0);
        Assert.Equal(refused, await alone.Metric("comet_page_closes_total", "reason=\"overload\""));
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("poll")]
    public async Task A_page_that_is_in_may_open_anew_to_speak_however_many_others_arrive(string transport)
    {
        await using var alone = RunningService.Start(data: null, ("Pages:HellosPerSecond", "1"));
        await using var page = await TestPage.Open(alone, transport, "a:1");
        await page.Ad("a");
        for (var spoken = 0; spoken < 20; spoken++) await page.Heard();
        Assert.Equal(0, await alone.Metric("comet_page_closes_total", "reason=\"overload\""));
    }

    [Fact]
    public async Task Pages_that_come_back_on_sockets_arrive_also_while_their_old_connections_stand()
    {
        await using var alone = RunningService.Start(data: null, ("Pages:HellosPerSecond", "1"));
        await using var page = await PageSocket.Hello(alone, "a:1");
        var id = (await page.Next("ready")).Text("page");
        var came = new List<PageSocket>();
        while (came.Count < 20)
        {
            came.Add(await PageSocket.Open(alone));
            await came[^1].Say($$"""{{PageSocket.HelloOf("a:1")[..^1]}},"page":"{{id}}"}""");
        }

        using var bound = new CancellationTokenSource(Patience.Bound);
        while (await alone.Metric("comet_page_closes_total", "reason=\"overload\"") == 0) Assert.False(bound.IsCancellationRequested, "all were let in");
        foreach (var each in came) await each.DisposeAsync();
    }

    [Fact]
    public async Task An_address_that_asks_too_much_is_limited_and_its_receipts_are_refused()
    {
        await using var alone = RunningService.Start(data: null, ("Pages:RequestsPerAddress", "1"));
        await using var page = await TestPage.Open(alone, "socket", "a:1");
        var ad = await page.Ad("a");
        using var client = alone.Page();
        HttpResponseMessage? last = null;
        for (var asked = 0; asked < 30 && last?.StatusCode != HttpStatusCode.TooManyRequests; asked++)
        {
            last?.Dispose();
            last = await client.PostAsync("/comet/v1/receipts", new StringContent("""{"receipts":[]}"""));
        }
        await last!.IsRefused(HttpStatusCode.TooManyRequests, "limit");
        last!.Dispose();

        Assert.Equal("rate", await page.Report(ad, "rendered"));
    }

    /// <summary>A body of so many MB whose length is not said before.</summary>
    private sealed class ChunkedSpaces(int megabytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var chunk = Encoding.ASCII.GetBytes(new string(' ', 1024));
            try
            {
                for (var sent = 0; sent < megabytes * 1024; sent++) await stream.WriteAsync(chunk);
            }
            catch (IOException)
            {
                // the service has heard enough
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
