using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>An ad server on a loopback port that counts as the plugin's intake does, each batch once, and by its own beacons; each request can go wrong.</summary>
internal sealed class StatisticsServer : IAsyncDisposable
{
    public const string Key = "a-plugin-key-of-enough-characters";

    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> receipts = [];
    private readonly TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int requests, atOnce;

    private StatisticsServer(WebApplication app) => this.app = app;

    public string Url => app.Urls.First() + "/www/delivery";

    /// <summary>What goes wrong with the n-th request, from 1.</summary>
    public Func<int, StatisticsFault> Fault { get; set; } = _ => StatisticsFault.None;

    /// <summary>Happens when a request is there that will not be answered.</summary>
    public Action Silent { get; set; } = () => { };

    /// <summary>Creatives that it does not know.</summary>
    public HashSet<string> Unknown { get; } = [];

    public long Impressions { get; private set; }
    public long Clicks { get; private set; }
    public int Requests => requests;

    /// <summary>By zone and creative.</summary>
    public Dictionary<(string Zone, string Creative), long> Rows { get; } = [];

    /// <summary>What it has counted, by hour (2026-11-22T12:00:00Z) and campaign; tests add to it what it counted by itself.</summary>
    public SortedDictionary<(string Hour, string Campaign), (long Impressions, long Clicks)> Counted { get; } = [];

    /// <summary>The campaign of a creative.</summary>
    public Func<string, string> CampaignOf { get; set; } = _ => "7";

    /// <summary>The hour in which it counts what it is told of another one.</summary>
    public Func<string, string> HourOf { get; set; } = hour => hour;

    /// <summary>The queries that asked what it counted.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Answered instead of what it counted, where it is not null.</summary>
    public (int Status, string Body)? Tells { get; set; }

    /// <summary>The same from the n-th time on that it is asked, from 1.</summary>
    public (int Time, (int Status, string Body) Answer)? TellsFrom { get; set; }

    /// <summary>The bodies that came, in order.</summary>
    public ConcurrentQueue<string> Bodies { get; } = [];

    /// <summary>The beacons that came: path and query.</summary>
    public ConcurrentQueue<string> Beacons { get; } = [];

    public int MostAtOnce { get; private set; }

    /// <summary>The first requests are answered when so many are there.</summary>
    public int AnswersAt { get; set; }

    public static async Task<StatisticsServer> StartAsync(string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var server = new StatisticsServer(builder.Build());
        server.app.MapPost("/www/delivery/fc.php", server.Guarded(server.Intake));
        server.app.MapGet("/www/delivery/fc.php", server.Tell);
        server.app.MapGet("/www/delivery/lg.php", server.Guarded(context => server.Beacon(context, isClick: false)));
        server.app.MapGet("/www/delivery/ck.php", server.Guarded(context => server.Beacon(context, isClick: true)));
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private RequestDelegate Guarded(RequestDelegate serve) => async context =>
    {
        lock (gate) MostAtOnce = Math.Max(MostAtOnce, ++atOnce);
        try
        {
            if (MostAtOnce >= AnswersAt) enough.TrySetResult();
            await enough.Task.WaitAsync(context.RequestAborted);
            await Serve(context, serve, Fault(Interlocked.Increment(ref requests)));
        }
        finally
        {
            lock (gate) atOnce--;
        }
    };

    private async Task Serve(HttpContext context, RequestDelegate serve, StatisticsFault fault)
    {
        switch (fault)
        {
            case StatisticsFault.Refused:
                context.Response.StatusCode = 400;
                await context.Response.WriteAsJsonAsync(new { error = "rows[0].hour is no hour" });
                break;
            case StatisticsFault.Proxy:
                context.Response.StatusCode = 413;
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html><h1>413 Request Entity Too Large</h1></html>");
                break;
            case StatisticsFault.WrongKey:
                context.Response.StatusCode = 401;
                await context.Response.WriteAsJsonAsync(new { error = "the signature is wrong" });
                break;
            case StatisticsFault.Failed:
                context.Response.StatusCode = 500;
                break;
            case StatisticsFault.RateLimited:
                context.Response.Headers.RetryAfter = "300";
                context.Response.StatusCode = 429;
                break;
            case StatisticsFault.Html:
                await context.Response.WriteAsync("<html><b>Fatal error</b>: allowed memory size exhausted</html>");
                break;
            case StatisticsFault.Lie:
                await context.Response.WriteAsJsonAsync(new { batch = "another", repeated = false, impressions = 1, clicks = 0 });
                break;
            case StatisticsFault.Silence:
                var gone = new TaskCompletionSource();
                context.RequestAborted.Register(gone.SetResult);
                Silent();
                await gone.Task;
                break;
            case StatisticsFault.Lost:
                var (body, aborted) = (context.Response.Body, new MemoryStream());
                context.Response.Body = aborted;
                await serve(context);
                context.Response.Body = body;
                context.Abort();
                break;
            case StatisticsFault.Cut:
                context.Response.ContentLength = 100_000;
                await serve(context);
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
            default:
                await serve(context);
                break;
        }
    }

    private async Task Intake(HttpContext context)
    {
        Assert.Equal("?script=deliveryAdRender:cometAdTag:statistics", context.Request.QueryString.Value);
        Assert.Equal("application/json", context.Request.ContentType);
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var signature = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(body)));
        if (context.Request.Headers["X-Comet-Signature"] != signature)
        {
            context.Response.StatusCode = 401;
            return;
        }
        Bodies.Enqueue(body);
        string receipt;
        lock (gate) receipt = Receipt(JsonNode.Parse(body)!);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(receipt);
    }

    private string Receipt(JsonNode batch)
    {
        var id = (string)batch["batch"]!;
        if (receipts.TryGetValue(id, out var before)) return before.Replace("\"repeated\":false", "\"repeated\":true", StringComparison.Ordinal);
        var (counted, refused) = ((Impressions: 0L, Clicks: 0L), new JsonArray());
        foreach (var row in batch["rows"]!.AsArray())
        {
            var (zone, creative) = ((string)row!["zone"]!, (string)row["creative"]!);
            if (Unknown.Contains(creative)) refused.Add(new JsonObject { ["zone"] = zone, ["creative"] = creative, ["reason"] = "unknown_creative" });
            else counted = (counted.Impressions + (long)row["impressions"]!, counted.Clicks + (long)row["clicks"]!);
            if (Unknown.Contains(creative)) continue;
            Rows[(zone, creative)] = Rows.GetValueOrDefault((zone, creative)) + (long)row["impressions"]!;
            Count(HourOf((string)row["hour"]!), CampaignOf(creative), (long)row["impressions"]!, (long)row["clicks"]!);
        }
        (Impressions, Clicks) = (Impressions + counted.Impressions, Clicks + counted.Clicks);
        return receipts[id] = new JsonObject
        {
            ["batch"] = id,
            ["repeated"] = false,
            ["impressions"] = counted.Impressions,
            ["clicks"] = counted.Clicks,
            ["refused"] = refused,
        }.ToJsonString();
    }

    /// <summary>It counts, also what nobody told it.</summary>
    public void Count(string hour, string campaign, long impressions, long clicks)
    {
        lock (gate)
        {
            var before = Counted.GetValueOrDefault((hour, campaign));
            Counted[(hour, campaign)] = (before.Impressions + impressions, before.Clicks + clicks);
        }
    }

    private async Task Tell(HttpContext context)
    {
        Assert.Equal("deliveryAdRender:cometAdTag:statistics", context.Request.Query["script"]);
        Assert.Equal($"Bearer {Key}", context.Request.Headers.Authorization);
        var (first, next) = (context.Request.Query["from"].ToString(), context.Request.Query["to"].ToString());
        Asked.Enqueue($"{first} {next}");
        JsonArray rows;
        lock (gate)
            rows = [.. from one in Counted
                       where string.CompareOrdinal(one.Key.Hour, first) >= 0 && string.CompareOrdinal(one.Key.Hour, next) < 0
                       select new JsonObject { ["hour"] = one.Key.Hour, ["campaign"] = one.Key.Campaign, ["impressions"] = one.Value.Impressions, ["clicks"] = one.Value.Clicks }];
        var late = TellsFrom is { } from && Asked.Count >= from.Time ? from.Answer : default((int, string)?);
        var (status, body) = Tells ?? late ?? (200, new JsonObject { ["version"] = 1, ["rows"] = rows }.ToJsonString());
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }

    private async Task Beacon(HttpContext context, bool isClick)
    {
        lock (gate) (Impressions, Clicks) = isClick ? (Impressions, Clicks + 1) : (Impressions + 1, Clicks);
        Beacons.Enqueue(context.Request.Path.Value![14..] + context.Request.QueryString.Value);
        if (isClick)
        {
            context.Response.Headers.Location = "http://shop.test/";
            context.Response.StatusCode = 302;
        }
        else
        {
            context.Response.ContentType = "image/gif";
            await context.Response.Body.WriteAsync("GIF89a-and-so-on"u8.ToArray());
        }
    }
}
