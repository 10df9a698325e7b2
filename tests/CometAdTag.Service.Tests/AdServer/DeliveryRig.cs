using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;
using CometAdTag.Service.Tests.Access;
using CometAdTag.Service.Tests.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace CometAdTag.Service.Tests.AdServer;

using Patience = CometAdTag.Service.AdServer.Patience;

/// <summary>All that asks a Revive's delivery for fills, on a clock that the test turns.</summary>
internal sealed class DeliveryRig : IDisposable
{
    private readonly LoggerFactory loggers;

    public DeliveryRig(string folder, Action<ReviveDeliveryOptions>? set = null)
    {
        loggers = new LoggerFactory([Logs]);
        Options = new() { Source = AdServerOptions.ReviveDeliverySource, ReviveDelivery = new() { Url = folder } };
        set?.Invoke(Options.ReviveDelivery);
        var live = new Live<AdServerOptions>(Options);
        Http = new(Clock);
        var patience = new Patience(live, Clock, new Chance(seed: 1), Instruments, new Logger<Patience>(loggers));
        var log = new Logger<ReviveDelivery>(loggers);
        Answers = new(log);
        Delivery = new(live, Http, patience, Answers, Instruments, Clock, log);
    }

    public AdServerOptions Options { get; }
    public WatchedClock Clock { get; } = new();
    public Logs Logs { get; } = new();
    public Instruments Instruments { get; } = new();
    public AdServerHttp Http { get; }
    public ReviveAnswer Answers { get; }
    public ReviveDelivery Delivery { get; }

    /// <summary>What was asked, where the answers were lined up with <see cref="Kept"/>.</summary>
    public ConcurrentQueue<(string Path, Dictionary<string, string> Query, Dictionary<string, string> Headers)> Asked { get; } = [];

    public static FillRequest Request(params string[] zones) => new(
        [.. zones], "http://example.test/sports/", "", "", new Dictionary<string, string>(), new("", "Mozilla/5.0", ""), ViewerHistory.Empty);

    /// <summary>The answer of asyncspc.php with this HTML for its slots.</summary>
    public static byte[] Answer(params string[] html) => Encoding.UTF8.GetBytes(
        $"{{{string.Join(',', html.Select((text, i) => $"\"revive-0-{i}\":{{\"html\":{System.Text.Json.JsonSerializer.Serialize(text)},\"width\":\"300\",\"height\":\"250\",\"iframeFriendly\":true}}"))}}}");

    /// <summary>Keeps the request and gives this answer.</summary>
    public RequestDelegate Kept(byte[] body, params string[] cookies) => async context =>
    {
        var request = context.Request;
        Asked.Enqueue((request.Path, request.Query.ToDictionary(each => each.Key, each => $"{each.Value}"), request.Headers.ToDictionary(each => each.Key, each => $"{each.Value}")));
        foreach (var cookie in cookies) context.Response.Headers.Append("Set-Cookie", cookie);
        await context.Response.Body.WriteAsync(body);
    };

    public Task<DelegatedFills> AskAsync(FillRequest request) => Delivery.AskAsync(request, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

    public async Task<int> RequestsAsync(AdServerOutcome outcome) =>
        await MetricAsync($"comet_ad_server_requests_total{{source=\"revive-delivery\",outcome=\"{Rotation.Wire.Words.Of(outcome)}\"}}");

    public async Task<int> MetricAsync(string series) => int.Parse(await Instruments.Value(series) ?? "0", CultureInfo.InvariantCulture);

    public void Dispose()
    {
        Http.Dispose();
        loggers.Dispose();
    }
}
