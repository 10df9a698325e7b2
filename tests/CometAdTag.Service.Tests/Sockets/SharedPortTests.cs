using System.Net;
using System.Net.Sockets;
using System.Text;
using CometAdTag.Service.Tests.Push;

namespace CometAdTag.Service.Tests.Sockets;

/// <summary>One port for the pages' WebSockets and the web server, spoken to byte by byte.</summary>
public sealed class SharedPortTests : IAsyncDisposable
{
    private const string Hello = """{"type":"hello","v":1,"url":"http://page.test/","visible":true,"slots":[{"slot":"a","zone":"1","w":0,"h":0,"inView":true}]}""";

    private const int Slots = 120, Html = 60_000;
    private const string Ad = "\"type\":\"ad\"";

    private readonly RunningService service = RunningService.Start();

    private string Head => $"GET /comet/v1/socket HTTP/1.1\r\nHost: {service.Address.Authority}\r\nOrigin: {RunningService.Origin}\r\nUser-Agent: {RunningService.UserAgent}\r\n"
        + "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task A_WebSocket_whose_head_and_hello_come_in_one_packet_or_byte_by_byte_is_a_page()
    {
        byte[] all = [.. Encoding.ASCII.GetBytes(Head), .. Text(Hello)];
        using var atOnce = await Open();
        await atOnce.SendAsync(all);
        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", await Heard(atOnce, Ad), StringComparison.Ordinal);

        using var slowly = await Open();
        foreach (var one in all) await slowly.SendAsync((byte[])[one]);
        // The key and its answer of RFC 6455, section 1.3
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", await Heard(slowly, Ad), StringComparison.Ordinal);
        Assert.Equal(2, await service.Metric("comet_pages", "transport=\"socket\""));
    }

    [Fact]
    public async Task A_ping_is_answered_and_a_close_too_and_the_page_is_gone()
    {
        using var page = await Page();
        await page.SendAsync(Frame(0x89, "well?"u8));
        await Heard(page, "\u008a\u0005well?");

        await page.SendAsync(Frame(0x88, [0x03, 0xE8]));
        await Heard(page, "\u0088\u0002\u0003\u00e8");
        Assert.Equal(0, await page.ReceiveAsync(new byte[1]));
        await service.Until(0, "comet_pages");
    }

    [Fact]
    public async Task Of_several_pings_the_last_is_answered()
    {
        using var page = await Page();
        await page.SendAsync((byte[])[.. Frame(0x89, "one"u8), .. Frame(0x89, "two"u8), .. Frame(0x89, "three"u8)]);
        Assert.Equal("\u008a\u0005three", await Heard(page, "three"));
    }

    [Theory]
    [InlineData("""{"type":"bye"}""")]
    [InlineData("{}")]
    public async Task A_page_that_is_over_is_heard_no_more_and_its_connection_ends_although_it_does_not_close_it(string last)
    {
        using var page = await Page();
        await page.SendAsync(Text(last));
        // Each of them would be an error of its own
        for (var more = 0; more < 100; more++) await page.SendAsync(Text(""));

        using var bound = new CancellationTokenSource(Patience.Bound);
        var ended = HasEnded(page);
        while (!ended.IsCompleted)
        {
            Assert.False(bound.IsCancellationRequested, "it is held on");
            service.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        Assert.True(await ended);
        await service.Until(0, "comet_pages");
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", "HTTP/1.1 400 ")]
    [InlineData("Origin: http://page.test", "Origin: http://other.test", "HTTP/1.1 403 ")]
    [InlineData("Upgrade: WebSocket", "Upgrade: h2c", "HTTP/1.1 400 ")]
    [InlineData("\r\n\r\n", "\r\nBad Name: x\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("\r\n\r\n", "\r\nX: a\rb\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("\r\n\r\n", "\r\nContent-Length: 0\r\nContent-Length: 1\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET /comet/v1/socket", "GET /comet.js", "HTTP/1.1 200 ")]
    [InlineData("GET /comet/v1/socket", "GET /comet/v1/socket?x", "HTTP/1.1 101 ")]
    public async Task What_is_not_a_plain_request_for_a_page_is_answered_by_the_web_server(string instead, string sent, string answer)
    {
        using var other = await Open();
        await other.SendAsync(Encoding.ASCII.GetBytes(Head.Replace(instead, sent, StringComparison.Ordinal)));
        await Heard(other, answer);
    }

    [Fact]
    public async Task A_head_that_is_too_long_or_never_ends_is_the_web_server_s_to_refuse()
    {
        using var tooLong = await Open();
        await tooLong.SendAsync(Encoding.ASCII.GetBytes(Head[..^2] + "X: " + new string('x', 40_000) + "\r\n\r\n"));
        await Heard(tooLong, "HTTP/1.1 431 ");

        using var silent = await Open();
        await silent.SendAsync("GET /comet/v1/socket HTT"u8.ToArray());
        service.Clock.Advance(TimeSpan.FromSeconds(6));
        await silent.SendAsync(Encoding.ASCII.GetBytes(Head["GET /comet/v1/socket HTT".Length..]));
        await Heard(silent, "HTTP/1.1 101 ");
    }

    [Fact]
    public async Task A_head_of_more_lines_than_the_web_server_reads_is_the_web_server_s_to_refuse()
    {
        using var many = await Open();
        await many.SendAsync(Encoding.ASCII.GetBytes(Head[..^2] + string.Concat(Enumerable.Repeat("a:\r\n", 8_000)) + "\r\n"));
        await Heard(many, "HTTP/1.1 431 ");
    }

    [Theory]
    [InlineData("Host: _aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("Host: xn--9999999999999999")]
    [InlineData("Host: page.test\r\nX-Forwarded-Host: xn--9999999999999999")]
    public async Task A_Host_that_is_none_is_refused_wherever_it_is_read(string host)
    {
        foreach (var path in (string[])["/comet/v1/socket", "/comet/v1/socket?x", "/comet.js"])
        {
            using var odd = await Open();
            await odd.SendAsync(Encoding.ASCII.GetBytes(Head
                .Replace($"Host: {service.Address.Authority}", host, StringComparison.Ordinal).Replace("/comet/v1/socket", path, StringComparison.Ordinal)));
            Assert.StartsWith("HTTP/1.1 400 ", await Heard(odd, "no name of a host"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Hosts_that_are_not_answered_get_no_WebSocket_either()
    {
        await using var filtered = RunningService.Start(data: null, ("AllowedHosts", "ads.test"));
        using var wrong = await Open(filtered);
        await wrong.SendAsync(Encoding.ASCII.GetBytes(Head));
        await Heard(wrong, "HTTP/1.1 400 ");

        using var right = await Open(filtered);
        await right.SendAsync(Encoding.ASCII.GetBytes(Head.Replace($"Host: {service.Address.Authority}", "Host: ads.test:8080", StringComparison.Ordinal)));
        await Heard(right, "HTTP/1.1 101 ");
    }

    [Fact]
    public async Task A_connection_that_asked_for_something_else_before_becomes_a_page_too()
    {
        using var kept = await Open();
        await kept.SendAsync(Encoding.ASCII.GetBytes($"GET /health/live HTTP/1.1\r\nHost: {service.Address.Authority}\r\n\r\n"));
        await Heard(kept, "HTTP/1.1 200 ");
        await kept.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(Head), .. Text(Hello)]);
        await Heard(kept, Ad);
    }

    [Fact]
    public async Task A_page_that_breaks_the_protocol_is_cut_off_alone()
    {
        using var good = await Page();
        using var bad = await Page();
        await bad.SendAsync("\u0081\u0002{}"u8.ToArray());
        Assert.True(await HasEnded(bad));
        await service.Until(1, "comet_pages");
        await good.SendAsync(Frame(0x89, "well?"u8));
        await Heard(good, "well?");
    }

    [Fact]
    public async Task What_a_page_does_not_read_at_once_comes_when_it_reads_on()
    {
        await using var large = Large();
        using var page = await PageThatReadsNothing(large);

        var heard = 0L;
        var chunk = new byte[65_536];
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (heard < Slots * Html)
        {
            var length = await page.ReceiveAsync(chunk, bound.Token);
            Assert.NotEqual(0, length);
            heard += length;
        }
        await page.SendAsync(Frame(0x89, "well?"u8));
        await Heard(page, "well?");
    }

    [Fact]
    public async Task A_page_that_reads_nothing_for_three_heartbeats_is_closed()
    {
        await using var large = Large();
        using var page = await PageThatReadsNothing(large);
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (await large.Metric("comet_page_closes_total", "reason=\"slow\"") < 1)
        {
            Assert.False(bound.IsCancellationRequested, "it is held on");
            large.Clock.Advance(TimeSpan.FromSeconds(20));
        }
        await large.Until(0, "comet_pages");
    }

    [Fact]
    public async Task A_service_that_stops_closes_what_has_not_shown_whose_it_is()
    {
        using var silent = await Open();
        await service.DisposeAsync();
        Assert.Equal(0, await silent.ReceiveAsync(new byte[1]));
    }

    /// <summary>A service whose creatives together are more than all buffers on the way take.</summary>
    private static RunningService Large()
    {
        var feed = new SmallFeed().Zone(1, "300x250").Campaign("x", "remnant");
        for (var id = 1; id <= Slots; id++) feed.Creative(id, "x", "300x250", $$""" "html": "{{new string('x', Html)}}" """, 1);
        return feed.Start();
    }

    private async Task<Socket> PageThatReadsNothing(RunningService large)
    {
        var page = await Open(large);
        page.ReceiveBufferSize = 262_144;
        var slots = string.Join(',', Enumerable.Range(0, Slots).Select(slot => $$"""{"slot":"s{{slot}}","zone":"1","w":0,"h":0,"inView":true}"""));
        await page.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(Head), .. Text($$"""{"type":"hello","v":1,"url":"http://page.test/","visible":true,"slots":[{{slots}}]}""")]);
        await large.Until(Slots, "comet_impressions_total", "stage=\"served\"");
        return page;
    }

    private async Task<Socket> Page()
    {
        var page = await Open();
        await page.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(Head), .. Text(Hello)]);
        await Heard(page, Ad);
        return page;
    }

    private Task<Socket> Open() => Open(service);

    private static async Task<Socket> Open(RunningService service)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000 };
        await socket.ConnectAsync(IPAddress.Loopback, service.Address.Port);
        return socket;
    }

    /// <summary>All that has come until this did.</summary>
    private static async Task<string> Heard(Socket from, string awaited)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        var (heard, chunk) = (new StringBuilder(), new byte[4096]);
        while (!heard.ToString().Contains(awaited, StringComparison.Ordinal))
        {
            var length = await from.ReceiveAsync(chunk, bound.Token);
            Assert.True(length > 0, $"only this came, and then the end: {heard}");
            heard.Append(Encoding.Latin1.GetString(chunk, 0, length));
        }
        return heard.ToString();
    }

    private static async Task<bool> HasEnded(Socket socket)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        try
        {
            while (await socket.ReceiveAsync(new byte[4096], bound.Token) > 0)
            {
                // what came before the end
            }
            return true;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static byte[] Text(string message) => Frame(0x81, Encoding.UTF8.GetBytes(message));

    /// <summary>Masked with nothing, so that it can be read in a capture.</summary>
    private static byte[] Frame(byte opcode, ReadOnlySpan<byte> payload) =>
        [opcode, .. payload.Length < 126 ? (byte[])[(byte)(0x80 | payload.Length)] : [0xFE, (byte)(payload.Length >> 8), (byte)payload.Length], 0, 0, 0, 0, .. payload];
}
