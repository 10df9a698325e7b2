using System.Text;
using CometAdTag.Service.AdServer;
using Microsoft.AspNetCore.Http;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>A Revive that is slow, broken, busy or away.</summary>
public sealed class DeliveryFailureTests : IAsyncLifetime
{
    private FeedServer server = null!;
    private DeliveryRig rig = null!;

    public async Task InitializeAsync()
    {
        server = await FeedServer.StartAsync();
        rig = new(new Uri(new Uri(server.Url), "/www/delivery").ToString(), options => (options.MaxConcurrency, options.MaxQueue) = (2, 1));
    }

    public async Task DisposeAsync()
    {
        rig.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(500, nameof(AdServerOutcome.Http_5xx)), InlineData(503, nameof(AdServerOutcome.Http_5xx)), InlineData(429, nameof(AdServerOutcome.RateLimited))]
    [InlineData(404, nameof(AdServerOutcome.Http_4xx)), InlineData(414, nameof(AdServerOutcome.Http_4xx))]
    public async Task A_refusal_is_no_fill_and_is_asked_once(int status, string outcome)
    {
        server.ThenStatus(status);
        var fills = await rig.AskAsync(DeliveryRig.Request("1"));
        Assert.Equal((outcome, 0, 1), ($"{fills.Outcome}", fills.Fills.Length, server.AskedMore));
        Assert.Equal(1, await rig.RequestsAsync(fills.Outcome));
    }

    [Theory]
    [InlineData(""), InlineData("[]"), InlineData("{}"), InlineData("{\"status\":\"maintenance\"}"), InlineData("null"), InlineData("<html><body>502 Bad Gateway</body></html>"), InlineData("<br />\n<b>Fatal error</b>: in asyncspc.php\n{}")]
    [InlineData("{\"revive-0-0\":{\"html\":\"<a href='x'>half"), InlineData("{\"revive-0-0\":{\"html\":\"x\"}}{}"), InlineData("\u00ff\u00fe")]
    [InlineData("{\"revive-0-0\":{\"html\":\"\\ud800\"}}"), InlineData("{\"revive-0-0\":{\"html\":\"caf\u00e9\"}}")]
    public async Task What_is_no_document_of_fills_or_half_of_one_is_unusable(string body)
    {
        server.ThenBody(Encoding.Latin1.GetBytes(body));
        Assert.Equal(AdServerOutcome.Unusable, (await rig.AskAsync(DeliveryRig.Request("1"))).Outcome);
        Assert.Equal((1, 1), (server.AskedMore, await rig.RequestsAsync(AdServerOutcome.Unusable)));
    }

    [Fact]
    public async Task A_refusal_whose_reason_is_no_text_is_a_refusal_all_the_same()
    {
        server.Then(async context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (500, "application/json");
            await context.Response.WriteAsync("{\"error\":\"\\ud800\"}");
        });
        Assert.Equal(AdServerOutcome.Http_5xx, (await rig.AskAsync(DeliveryRig.Request("1"))).Outcome);
    }

    [Theory]
    [InlineData("{\"revive-0-0\":null}"), InlineData("{\"revive-0-0\":[1]}"), InlineData("{\"revive-0-0\":{}}")]
    [InlineData("{\"revive-0-0\":{\"html\":null,\"width\":0}}"), InlineData("{\"revive-0-0\":{\"html\":7,\"width\":{}}}")]
    public async Task A_document_without_this_slot_leaves_it_blank(string body)
    {
        server.ThenBody(Encoding.UTF8.GetBytes(body));
        var fills = await rig.AskAsync(DeliveryRig.Request("1"));
        Assert.Equal((AdServerOutcome.Ok, null), (fills.Outcome, Assert.Single(fills.Fills)));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task An_answer_cut_off_in_the_middle_is_no_fill_and_is_not_asked_for_again(bool hasLength)
    {
        server.Then(async context =>
        {
            if (hasLength) context.Response.ContentLength = 10_000;
            await context.Response.Body.WriteAsync("{\"revive-0-0\":{\"html\":\"x"u8.ToArray());
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        Assert.Equal(AdServerOutcome.Network, (await rig.AskAsync(DeliveryRig.Request("1"))).Outcome);
        Assert.Equal(1, server.AskedMore);
    }

    [Fact]
    public async Task An_answer_without_end_is_refused()
    {
        server.Then(async context =>
        {
            var spaces = new byte[1 << 20];
            spaces.AsSpan().Fill((byte)' ');
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(spaces);
        });
        Assert.Equal(AdServerOutcome.Refused, (await rig.AskAsync(DeliveryRig.Request("1"))).Outcome);
        Assert.Contains("the answer is larger than 2 MiB", rig.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_answer_is_given_up_after_two_seconds_also_in_the_middle_of_it()
    {
        server.Then(async context =>
        {
            await context.Response.Body.WriteAsync("{"u8.ToArray());
            await context.Response.Body.FlushAsync();
            var gone = new TaskCompletionSource();
            context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        var asking = rig.AskAsync(DeliveryRig.Request("1"));
        await server.AskedAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(asking.IsCompleted);
        rig.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(AdServerOutcome.Timeout, (await asking).Outcome);
        Assert.Equal(0, server.AskedMore);
    }

    [Fact]
    public async Task So_many_at_once_so_many_wait_and_the_next_is_turned_away_unasked()
    {
        var release = new TaskCompletionSource();
        var answer = rig.Kept(DeliveryRig.Answer("<img src='http://h/lg.php?bannerid=5&amp;campaignid=4&amp;zoneid=2'>"));
        server.Then(async context =>
        {
            await release.Task;
            await answer(context);
        });
        var asking = Enumerable.Range(0, 3).Select(_ => rig.AskAsync(DeliveryRig.Request("2"))).ToArray();
        await server.AskedAsync();
        await server.AskedAsync();
        Assert.Equal(AdServerOutcome.Busy, (await rig.AskAsync(DeliveryRig.Request("2"))).Outcome);
        Assert.Equal(0, server.AskedMore);
        release.SetResult();
        Assert.All(await Task.WhenAll(asking), fills => Assert.Equal("5", Assert.Single(fills.Fills)?.Creative));
        Assert.Equal((3, 3, 1), (rig.Asked.Count, await rig.RequestsAsync(AdServerOutcome.Ok), await rig.RequestsAsync(AdServerOutcome.Busy)));
    }

    [Fact]
    public async Task Where_no_connection_was_made_it_is_tried_once_more()
    {
        var port = new Uri(server.Url).Port;
        await server.DisposeAsync();
        using var away = new DeliveryRig($"http://127.0.0.1:{port}/");
        var asking = away.AskAsync(DeliveryRig.Request("1"));
        Assert.Equal(TimeSpan.FromMilliseconds(100), await away.Clock.TurnAsync());
        Assert.Equal(AdServerOutcome.Network, (await asking).Outcome);
        Assert.Equal(1, await away.MetricAsync("comet_ad_server_retries_total{source=\"revive-delivery\"}"));
        Assert.Equal(1, await away.RequestsAsync(AdServerOutcome.Network));
    }

    [Fact]
    public async Task Html_again_and_again_opens_the_circuit_and_is_logged_once_a_minute()
    {
        server.ThenBody("<html>"u8.ToArray());
        for (var i = 0; i < rig.Options.Patience.FailuresToBreak; i++) await rig.AskAsync(DeliveryRig.Request("1"));
        for (var i = 0; i < 20; i++) Assert.Equal(AdServerOutcome.CircuitOpen, (await rig.AskAsync(DeliveryRig.Request("1"))).Outcome);
        Assert.Equal(rig.Options.Patience.FailuresToBreak, server.AskedMore);
        Assert.Equal(2, rig.Logs.Text.Split('\n').Length);
        Assert.Contains("no fills: unusable: it answered with something else than fills", rig.Logs.Text, StringComparison.Ordinal);
        Assert.Contains("the circuit is open", rig.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_left_stops_its_call()
    {
        server.ThenSilence();
        using var left = new CancellationTokenSource();
        var asking = rig.Delivery.AskAsync(DeliveryRig.Request("1"), left.Token);
        await server.AskedAsync();
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
