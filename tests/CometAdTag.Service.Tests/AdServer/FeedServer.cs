using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>An ad server's feed on a loopback port: it gives the answers that a test lined up, and the last of them again and again.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Channel<(string? Authorization, string? IfNoneMatch)> asked = Channel.CreateUnbounded<(string?, string?)>();
    private readonly Queue<RequestDelegate> answers = new();
    private RequestDelegate last = context => Status(context, 503);

    private FeedServer(WebApplication app) => this.app = app;

    public string Url => app.Urls.First() + "/feed.json?key=hidden";

    public static async Task<FeedServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FeedServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    public FeedServer Then(RequestDelegate answer)
    {
        lock (answers) answers.Enqueue(answer);
        return this;
    }

    public FeedServer ThenStatus(int status, params (string Name, string Value)[] headers) => Then(context =>
    {
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        return Status(context, status);
    });

    public FeedServer ThenBody(byte[] body, string? etag = null) => Then(async context =>
    {
        if (etag is not null) context.Response.Headers.ETag = etag;
        if (etag is not null && context.Request.Headers.IfNoneMatch == etag) context.Response.StatusCode = 304;
        else await context.Response.Body.WriteAsync(body);
    });

    /// <summary>Answers only when the caller has given up.</summary>
    public FeedServer ThenSilence() => Then(context =>
    {
        var gone = new TaskCompletionSource();
        context.RequestAborted.Register(gone.SetResult);
        return gone.Task;
    });

    /// <summary>What the next request carried, in the order in which they came.</summary>
    public Task<(string? Authorization, string? IfNoneMatch)> AskedAsync() => asked.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public int AskedMore => asked.Reader.Count;

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private Task AnswerAsync(HttpContext context)
    {
        lock (answers) if (answers.TryDequeue(out var next)) last = next;
        asked.Writer.TryWrite((context.Request.Headers.Authorization, context.Request.Headers.IfNoneMatch));
        return last(context);
    }
}
