using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Service.Tests.Push;

/// <summary>
/// An ad server that decides fills, as Revive's asyncspc.php answers. A zone shows the banners that a test lined up for it, the last of
/// them again and again; by default zone 1 shows banner 101 of campaign 10. Zone 9 is blank, 99 unknown.
/// </summary>
internal sealed class DecidingServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Channel<Asked> asked = Channel.CreateUnbounded<Asked>();
    private readonly Dictionary<string, Queue<Banner?>> banners = [];
    private readonly TaskCompletionSource stopped = new();
    private volatile TaskCompletionSource? held;
    private int calls;

    private DecidingServer(WebApplication app) => this.app = app;

    public string Url => app.Urls.First() + "/www/delivery/";

    /// <summary>Answered with so long as it is not 200.</summary>
    public int Status { get; set; } = 200;

    /// <summary>The cookie that it sets; by default what an ad server that numbers nobody gives everybody.</summary>
    public string ViewerId { get; set; } = "01000111010001000101000001010010";

    public int Calls => Volatile.Read(ref calls);

    public static async Task<DecidingServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new DecidingServer(builder.Build());
        server.app.MapGet("/www/delivery/asyncspc.php", server.Decide);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>The service in front of it.</summary>
    public RunningService Service(params (string Key, string Value)[] settings) => RunningService.Start(
        data: null,
        [
            ("AdServer:Source", "revive-delivery"), ("AdServer:ReviveDelivery:Url", Url), ("AdServer:Patience:FailuresToBreak", "1000"),
            ("Pages:AllowedOrigins:0", RunningService.Origin), .. settings,
        ]);

    /// <summary>What a zone shows next; null is a blank.</summary>
    public DecidingServer Shows(string zone, params Banner?[] next)
    {
        lock (banners) banners[zone] = new(next);
        return this;
    }

    /// <summary>Answers nobody until what is returned is done.</summary>
    public TaskCompletionSource Hold() => held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next call, in the order in which they came.</summary>
    public async Task<Asked> Next()
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        return await asked.Reader.ReadAsync(bound.Token);
    }

    /// <summary>Waits until it was called so often.</summary>
    public async Task Until(int wanted)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (Calls < wanted) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, bound.Token);
    }

    public async ValueTask DisposeAsync()
    {
        stopped.TrySetResult();
        await app.DisposeAsync();
    }

    private async Task Decide(HttpContext context)
    {
        Interlocked.Increment(ref calls);
        var request = context.Request;
        asked.Writer.TryWrite(new(
            request.Query["zones"].ToString(), request.Query.ToDictionary(each => each.Key, each => each.Value.ToString()),
            request.Headers.ToDictionary(each => each.Key, each => each.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        // Decided when it was asked, as an ad server does
        var (status, answer) = (Status, Answer(request.Query["prefix"].ToString(), request.Query["zones"].ToString().Split('|')));
        if (held is { } until) await Task.WhenAny(until.Task, stopped.Task);
        context.Response.StatusCode = status;
        context.Response.Headers.SetCookie = $"OAID={ViewerId}; path=/; SameSite=none";
        if (status == 200) await context.Response.WriteAsJsonAsync(answer);
    }

    private Dictionary<string, object> Answer(string prefix, string[] zones)
    {
        lock (banners) return zones.Index().ToDictionary(zone => $"{prefix}{zone.Index}", zone => Slot(zone.Item));
    }

    private object Slot(string zone)
    {
        if (zone == "99") return new { html = "<a href='/cl.php' target='_blank'></a>", width = 0, height = 0, iframeFriendly = false };
        var banner = zone == "9" ? null : banners.TryGetValue(zone, out var queue) ? queue.Count > 1 ? queue.Dequeue() : queue.Peek() : new Banner($"{zone}01", $"{zone}0");
        return banner is null
            ? new { html = Banner.Beacon("0", "0", zone, ""), width = 0, height = 0, iframeFriendly = false }
            : new { html = banner.Html(zone), width = banner.Width, height = banner.Height, iframeFriendly = true };
    }

    internal sealed record Asked(string Zones, Dictionary<string, string> Query, Dictionary<string, string> Headers)
    {
        public string Cookie => Headers.GetValueOrDefault("Cookie", "");
    }
}

/// <summary>Caps as a beacon says them, such as "&amp;OACAP=3".</summary>
internal sealed record Banner(string Id, string Campaign, string Caps = "", string Width = "300", string Height = "250")
{
    public string Html(string zone) => $"<a href='http://ads.test/cl.php?bannerid={Id}'>{Id}</a>{Beacon(Id, Campaign, zone, Caps)}";

    public static string Beacon(string banner, string campaign, string zone, string caps) =>
        $"<div style='position: absolute'><img src='http://ads.test/lg.php?bannerid={banner}&amp;campaignid={campaign}&amp;zoneid={zone}{caps.Replace("&", "&amp;", StringComparison.Ordinal)}&amp;cb=1'></div>";
}
