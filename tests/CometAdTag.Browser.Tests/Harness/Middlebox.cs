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

/// <summary>What is on the way between a page and the service and lets no WebSocket through: a company's proxy, or an ad blocker.</summary>
internal sealed class Middlebox : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly Uri service;
    private readonly Streams streams;
    private readonly ConcurrentQueue<string> asked = new();

    private Middlebox(Uri service, Streams streams)
    {
        (this.service, this.streams) = (service, streams);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(Pass);
    }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>The paths of the tag's requests, in order.</summary>
    public IReadOnlyCollection<string> Asked => asked;

    public static async Task<Middlebox> Before(ServiceProgram service, Streams streams)
    {
        var box = new Middlebox(service.Address, streams);
        await box.app.StartAsync();
        return box;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        client.Dispose();
    }

    private async Task Pass(HttpContext context)
    {
        var path = context.Request.Path.ToString();
        if (path.StartsWith("/comet/v1/", StringComparison.Ordinal)) asked.Enqueue(path);
        if (Refuses(path)) context.Response.StatusCode = StatusCodes.Status403Forbidden;
        else await Forward(context);
    }

    private bool Refuses(string path) => path switch
    {
        "/comet/v1/socket" => true,
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
