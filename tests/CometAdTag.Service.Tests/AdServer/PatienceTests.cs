using System.Net;
using System.Net.Sockets;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometAdTag.Service.Tests.AdServer;

using Patience = CometAdTag.Service.AdServer.Patience;

/// <summary>What counts each time it is asked is asked again only where it cannot have been heard.</summary>
public sealed class PatienceTests : IAsyncLifetime
{
    private readonly WatchedClock clock = new();
    private readonly AdServerOptions options = new() { ReviveDelivery = new() { MaxConcurrency = 2, MaxQueue = 1 } };
    private readonly Patience patience;
    private readonly AdServerHttp http;
    private FeedServer server = null!;

    public PatienceTests()
    {
        http = new(clock);
        patience = new(new Live<AdServerOptions>(options), clock, new Chance(seed: 1), new Instruments(), NullLogger<Patience>.Instance);
    }

    public async Task InitializeAsync() => server = await FeedServer.StartAsync();

    public async Task DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(500), InlineData(429), InlineData(404)]
    public async Task A_fill_that_was_answered_is_not_asked_for_again(int status)
    {
        server.ThenStatus(status);
        Assert.NotEqual(AdServerOutcome.Ok, (await Ask(patience.Fill, server.Url)).Outcome);
        Assert.Equal(1, server.AskedMore);
    }

    [Theory]
    [InlineData(500), InlineData(429)]
    public async Task A_beacon_that_was_answered_is_not_sent_again(int status)
    {
        server.ThenStatus(status);
        Assert.NotEqual(AdServerOutcome.Ok, (await Ask(patience.Beacon, server.Url)).Outcome);
        Assert.Equal(1, server.AskedMore);
    }

    [Fact]
    public async Task A_beacon_that_was_heard_and_not_answered_is_not_sent_again()
    {
        server.ThenSilence();
        var sent = Ask(patience.Beacon, server.Url);
        await server.AskedAsync();
        clock.Advance(options.Patience.Timeout);
        var answer = await sent;
        Assert.Equal((AdServerOutcome.Timeout, false, 0), (answer.Outcome, answer.NeverSent, server.AskedMore));
    }

    [Fact]
    public async Task A_beacon_that_found_nobody_is_sent_again()
    {
        var tries = 0;
        var answer = patience.Beacon.AskAsync(token => Interlocked.Increment(ref tries) < 3 ? http.AskAsync(Get(Nobody()), token) : http.AskAsync(Get(server.Url), token), CancellationToken.None);
        server.ThenBody([1]);
        for (var i = 0; i < 2; i++) await clock.TurnAsync();
        Assert.Equal((AdServerOutcome.Ok, 3), ((await answer).Outcome, tries));
    }

    [Fact]
    public async Task A_slow_fill_is_given_up_at_its_deadline_and_the_ad_server_is_left_alone_after_some()
    {
        server.ThenSilence();
        for (var i = 0; i < options.Patience.FailuresToBreak; i++)
        {
            var fill = Ask(patience.Fill, server.Url);
            await server.AskedAsync();
            clock.Advance(options.ReviveDelivery.Timeout);
            Assert.Equal(AdServerOutcome.Timeout, (await fill).Outcome);
        }
        Assert.Equal(AdServerOutcome.CircuitOpen, (await Ask(patience.Fill, server.Url)).Outcome);
        server.ThenBody([1]);
        clock.Advance(options.Patience.Break);
        Assert.Equal(AdServerOutcome.Ok, (await Ask(patience.Fill, server.Url)).Outcome);
    }

    [Fact]
    public async Task More_fills_than_may_wait_are_turned_away_at_once()
    {
        server.ThenSilence();
        var waiting = Enumerable.Range(0, 3).Select(_ => Ask(patience.Fill, server.Url)).ToArray();
        await server.AskedAsync();
        await server.AskedAsync();
        var refused = await Ask(patience.Fill, server.Url);
        Assert.Equal((AdServerOutcome.Busy, true), (refused.Outcome, refused.NeverSent));
        clock.Advance(options.ReviveDelivery.Timeout);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(AdServerOutcome.Timeout, answer.Outcome));
    }

    [Fact]
    public async Task Fills_that_are_turned_away_do_not_pass_for_successes_of_an_ad_server_that_hangs()
    {
        options.ReviveDelivery.MaxQueue = 0;
        server.ThenSilence();
        for (var i = 0; i < 3; i++)
        {
            var hanging = Enumerable.Range(0, 2).Select(_ => Ask(patience.Fill, server.Url)).ToArray();
            await server.AskedAsync();
            await server.AskedAsync();
            for (var n = 0; n < 10; n++) Assert.Equal(AdServerOutcome.Busy, (await Ask(patience.Fill, server.Url)).Outcome);
            clock.Advance(options.ReviveDelivery.Timeout);
            Assert.All(await Task.WhenAll(hanging), answer => Assert.Equal(AdServerOutcome.Timeout, answer.Outcome));
        }
        Assert.Equal(AdServerOutcome.CircuitOpen, (await Ask(patience.Fill, server.Url)).Outcome);
    }

    private Task<AdServerAnswer> Ask(PatientCall call, string url) =>
        call.AskAsync(token => http.AskAsync(Get(url), token), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

    private static HttpRequestMessage Get(string url) => new(HttpMethod.Get, url);

    /// <summary>An address where nobody listens.</summary>
    private static string Nobody()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/";
    }
}
