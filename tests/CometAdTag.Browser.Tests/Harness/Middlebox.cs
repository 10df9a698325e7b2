using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace CometAdTag.Browser.Tests.Harness;

/// <summary>What is on the way between a page and the service: a company's proxy, or an ad blocker.</summary>
internal sealed class Middlebox : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly Uri service;
    private readonly Streams streams;
    private readonly Sockets sockets;
    private readonly ConcurrentQueue<(string Path, long At)> asked = new();
    private readonly ConcurrentQueue<string> files = new();
    private readonly ConcurrentQueue<SocketRelay> relays = new();

    private Middlebox(Uri service, Streams streams, Sockets sockets)
    {
        (this.service, this.streams, this.sockets) = (service, streams, sockets);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.UseWebSockets();
        app.Run(Pass);
    }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>The paths of the tag's requests, in order.</summary>
    public IReadOnlyCollection<string> Asked => [.. asked.Select(one => one.Path)];

    /// <summary>The paths of all else that was asked for.</summary>
    public IReadOnlyCollection<string> Files => files;

    /// <summary>The ways to the service that the page tried, each with the time since it tried the one before.</summary>
    public (string Way, TimeSpan After)[] Tried
    {
        get
        {
            var tries = asked.Where(one => one.Path is "/comet/v1/socket" or "/comet/v1/stream" or "/comet/v1/poll").ToArray();
            return [.. tries.Select((one, n) => (one.Path[10..], n == 0 ? TimeSpan.Zero : TimeProvider.System.GetElapsedTime(tries[n - 1].At, one.At)))];
        }
    }

    public static async Task<Middlebox> Before(ServiceProgram service, Streams streams, Sockets sockets = Sockets.Refused)
    {
        var box = new Middlebox(service.Address, streams, sockets);
        await box.app.StartAsync();
        return box;
    }

    /// <summary>The connections that are open now are dead, and nobody is told.</summary>
    public void FallSilent()
    {
        foreach (var relay in relays) relay.FallSilent();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        client.Dispose();
    }

    private async Task Pass(HttpContext context)
    {
        var path = context.Request.Path.ToString();
        if (path.StartsWith("/comet/v1/", StringComparison.Ordinal)) asked.Enqueue((path, TimeProvider.System.GetTimestamp()));
        else files.Enqueue(path);
        if (Refuses(path)) context.Response.StatusCode = StatusCodes.Status403Forbidden;
        else if (context.WebSockets.IsWebSocketRequest) await Carry(context);
        else await Forward(context);
    }

    private Task Carry(HttpContext context)
    {
        var relay = new SocketRelay(service, sockets);
        relays.Enqueue(relay);
        return relay.Carry(context);
    }

    private bool Refuses(string path) => path switch
    {
        "/comet/v1/socket" => sockets == Sockets.Refused,
        "/comet/v1/stream" => streams is Streams.Refused or Streams.AllRefused,
        _ => streams == Streams.AllRefused && path.StartsWith("/comet/v1/", StringComparison.Ordinal),
    };

    private async Task Forward(HttpContext context)
    {
        using var request = new HttpRequestMessage(new(context.Request.Method), new Uri(service, context.Request.Path + context.Request.QueryString));
        if (HttpMethods.IsPost(context.Request.Method)) request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, value) in context.Request.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value)) request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
        try
        {
            using var answer = await client.SendAsync(request, context.RequestAborted);
            await Answer(context, answer);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            // The page, or the service, went away
            context.Abort();
        }
    }

    private async Task Answer(HttpContext context, HttpResponseMessage answer)
    {
        var held = streams == Streams.Held && context.Request.Path == "/comet/v1/stream";
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, value) in answer.Headers.Concat(answer.Content.Headers))
            if (name != "Transfer-Encoding") context.Response.Headers[name] = new StringValues([.. value]);
        await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            if (held) continue;
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
