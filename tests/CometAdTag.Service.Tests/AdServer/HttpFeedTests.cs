using System.IO.Compression;
using System.Text;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Tests.AdServer;

public sealed class HttpFeedTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private FeedServer server = null!;
    private PullRig rig = null!;

    public async Task InitializeAsync()
    {
        server = await FeedServer.StartAsync();
        rig = new(server.Url, folder, key: "a-key");
    }

    public async Task DisposeAsync()
    {
        rig.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_feed_is_asked_for_with_the_key_and_served()
    {
        server.ThenBody(Feeds.With(3));
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
        Assert.Equal(3, rig.Creatives);
        Assert.Equal(("Bearer a-key", null), await server.AskedAsync());
    }

    [Fact]
    public async Task A_feed_that_is_not_modified_is_not_sent_again_but_confirmed()
    {
        server.ThenBody(Feeds.With(3), "\"tag-1\"");
        await rig.PullAsync();
        var snapshot = rig.Snapshots.Current;
        rig.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TimeSpan.FromMinutes(5), rig.Snapshots.Age);
        Assert.Equal(AdServerOutcome.NotModified, (await rig.PullAsync()).Outcome);
        await server.AskedAsync();
        Assert.Equal("\"tag-1\"", (await server.AskedAsync()).IfNoneMatch);
        Assert.Same(snapshot, rig.Snapshots.Current);
        Assert.Equal(TimeSpan.Zero, rig.Snapshots.Age);
    }

    [Fact]
    public async Task The_same_feed_without_a_tag_is_confirmed_and_not_swapped()
    {
        server.ThenBody(Feeds.With(3));
        await rig.PullAsync();
        var snapshot = rig.Snapshots.Current;
        Assert.Equal(AdServerOutcome.NotModified, (await rig.PullAsync()).Outcome);
        Assert.Same(snapshot, rig.Snapshots.Current);
    }

    [Fact]
    public async Task A_change_of_the_feed_is_swapped_in_and_told()
    {
        var told = new List<(int Old, int New)>();
        rig.Snapshots.OnChange((old, replacement) => told.Add((old.Creatives.Count, replacement.Creatives.Count)));
        server.ThenBody(Feeds.With(3), "\"1\"").ThenBody(Feeds.With(4), "\"2\"");
        await rig.PullAsync();
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
        Assert.Equal([(0, 3), (3, 4)], told);
    }

    [Fact]
    public async Task Failures_are_retried_with_back_off_until_the_server_is_well_again()
    {
        server.ThenStatus(500).ThenStatus(408).ThenStatus(503).ThenBody(Feeds.With(3));
        var pull = rig.PullAsync();
        for (var i = 0; i < 3; i++) Assert.InRange(await rig.Clock.TurnAsync(), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(8));
        Assert.Equal(AdServerOutcome.Ok, (await pull).Outcome);
    }

    [Theory]
    [InlineData("7"), InlineData("Sun, 22 Nov 2026 12:00:07 GMT")]
    public async Task A_retry_comes_when_the_server_asks_for_it(string retryAfter)
    {
        server.ThenStatus(429, ("Retry-After", retryAfter)).ThenBody(Feeds.With(3));
        var pull = rig.PullAsync();
        Assert.Equal(TimeSpan.FromSeconds(7), await rig.Clock.TurnAsync());
        Assert.Equal(AdServerOutcome.Ok, (await pull).Outcome);
    }

    [Fact]
    public async Task A_server_that_asks_for_more_patience_than_a_pull_has_is_left_alone_until_then()
    {
        server.ThenStatus(429, ("Retry-After", "120"));
        await rig.Puller.StartAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        var waits = new[] { await rig.Clock.WaitAsync(), await rig.Clock.WaitAsync() };
        Assert.Contains(TimeSpan.FromSeconds(120), waits);
        Assert.Equal(1, server.AskedMore);
        await rig.Puller.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(401), InlineData(403), InlineData(404), InlineData(204), InlineData(304)]
    public async Task An_answer_that_no_patience_changes_is_not_retried(int status)
    {
        server.ThenStatus(status);
        var result = await rig.PullAsync();
        Assert.Equal((AdServerOutcome.Http_4xx, $"it answered {status}", 1), (result.Outcome, result.Errors.Single(), server.AskedMore));
    }

    [Fact]
    public async Task A_slow_server_is_given_ten_seconds_an_attempt_and_thirty_in_all()
    {
        server.ThenBody(Feeds.With(3)).ThenSilence();
        await rig.PullAsync();
        await server.AskedAsync();
        var pull = rig.PullAsync();
        var began = rig.Clock.GetUtcNow();
        while (!pull.IsCompleted)
        {
            await server.AskedAsync();
            rig.Clock.Advance(TimeSpan.FromSeconds(10));
            if (rig.Clock.GetUtcNow() - began < TimeSpan.FromSeconds(30)) await rig.Clock.TurnAsync();
            else break;
        }
        Assert.Equal(AdServerOutcome.Timeout, (await pull).Outcome);
        Assert.Equal(3, rig.Creatives);
    }

    [Fact]
    public async Task A_circuit_that_opened_spares_the_server_and_closes_when_it_is_well_again()
    {
        server.ThenStatus(500).ThenStatus(500).ThenStatus(500).ThenStatus(500).ThenStatus(500).ThenBody(Feeds.With(3));
        var pull = rig.PullAsync();
        for (var i = 0; i < new PatienceOptions().Retries; i++) await rig.Clock.TurnAsync();
        Assert.Equal(AdServerOutcome.Http_5xx, (await pull).Outcome);
        Assert.Equal("2", await rig.MetricAsync("comet_ad_server_circuit_state{source=\"feed\"}"));
        Assert.Equal(AdServerOutcome.CircuitOpen, (await rig.PullAsync()).Outcome);
        Assert.True(rig.Snapshots.IsAdServerAway);
        Assert.Equal(new PatienceOptions().FailuresToBreak, server.AskedMore);

        rig.Clock.Advance(new PatienceOptions().Break);
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
        Assert.Equal("0", await rig.MetricAsync("comet_ad_server_circuit_state{source=\"feed\"}"));
        Assert.False(rig.Snapshots.IsAdServerAway);
        Assert.Equal("1", await rig.MetricAsync("comet_ad_server_requests_total{source=\"feed\",outcome=\"circuit_open\"}"));
    }

    [Fact]
    public async Task An_outage_is_in_the_log_when_it_begins_and_when_it_ends_however_long_it_is()
    {
        server.ThenStatus(500);
        var pull = rig.PullAsync();
        for (var i = 0; i < new PatienceOptions().Retries; i++) await rig.Clock.TurnAsync();
        await pull;
        var beginning = Told();
        for (var i = 0; i < 20; i++)
        {
            rig.Clock.Advance(new PatienceOptions().Break);
            // An attempt that finds the circuit half open, and after a pause the circuit
            var again = rig.PullAsync();
            await rig.Clock.TurnAsync();
            Assert.Equal(AdServerOutcome.CircuitOpen, (await again).Outcome);
        }
        Assert.Equal(beginning, Told());
        Assert.Equal(2, beginning.Length);

        server.ThenBody(Feeds.With(3));
        rig.Clock.Advance(new PatienceOptions().Break);
        await rig.PullAsync();
        Assert.Contains("the circuit is closed, it answers again", rig.Logs.Text, StringComparison.Ordinal);
        Assert.Contains("the ad server answers again", rig.Logs.Text, StringComparison.Ordinal);

        // Attempts are for debugging
        string[] Told() => [.. rig.Logs.Text.Split('\n').Where(line => !line.Contains(": attempt ", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task A_connection_that_breaks_is_retried()
    {
        server.Then(async context =>
        {
            context.Response.ContentLength = 100_000;
            await context.Response.Body.WriteAsync(Feeds.With(3).AsMemory(0, 200));
            context.Abort();
        }).ThenBody(Feeds.With(3));
        var pull = rig.PullAsync();
        await rig.Clock.TurnAsync();
        Assert.Equal(AdServerOutcome.Ok, (await pull).Outcome);
        Assert.Equal("1", await rig.MetricAsync("comet_ad_server_retries_total{source=\"feed\"}"));
    }

    [Theory]
    [InlineData("", "line 1, position 1: the feed is empty"), InlineData("<html>502</html>", "line 1, position 1: the feed is HTML or XML, not JSON")]
    [InlineData("{ \"version\": 1, \"zones\": [", "line 1, position 27: not valid JSON: ")]
    public async Task What_is_no_feed_is_refused_and_the_old_snapshot_serves(string body, string error)
    {
        server.ThenBody(Feeds.With(3)).ThenBody(Encoding.UTF8.GetBytes(body)).ThenBody(Feeds.With(4));
        await rig.PullAsync();
        var result = await rig.PullAsync();
        Assert.Equal(AdServerOutcome.Refused, result.Outcome);
        Assert.StartsWith(error, Assert.Single(result.Errors));
        Assert.Contains(error, rig.Logs.Text, StringComparison.Ordinal);
        Assert.Equal(3, rig.Creatives);
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
    }

    [Fact]
    public async Task Each_mistake_of_a_feed_is_logged_once_and_the_location_without_its_secrets()
    {
        var text = Encoding.UTF8.GetString(Feeds.With(3)).Replace("remnant", "gold", StringComparison.Ordinal).Replace("\"zone\":1", "\"zone\":7", StringComparison.Ordinal);
        server.ThenBody(Encoding.UTF8.GetBytes(text));
        Assert.Equal(4, (await rig.PullAsync()).Errors.Length);
        await rig.PullAsync();
        Assert.Equal(2, rig.Logs.Text.Split("campaigns[0].tier: \"gold\" is none of").Length);
        Assert.Contains("still refused, errors as before: 4", rig.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", rig.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("a-key", rig.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_feed_is_read()
    {
        server.Then(context =>
        {
            Assert.Contains("gzip", context.Request.Headers.AcceptEncoding.ToString(), StringComparison.Ordinal);
            return Compressed(context.Response, Feeds.With(3), 1);
        });
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
    }

    [Fact]
    public async Task A_feed_that_does_not_end_is_given_up_at_its_bound()
    {
        server.Then(context => Compressed(context.Response, new byte[1 << 20], 80));
        var result = await rig.PullAsync();
        Assert.Equal((AdServerOutcome.Refused, "the answer is larger than 64 MiB"), (result.Outcome, result.Errors.Single()));
    }

    private static async Task Compressed(Microsoft.AspNetCore.Http.HttpResponse response, byte[] part, int times)
    {
        response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest);
        for (var i = 0; i < times; i++) await gzip.WriteAsync(part);
    }
}
