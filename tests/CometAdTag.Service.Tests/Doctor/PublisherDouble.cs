using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Service.Tests.Doctor;

/// <summary>A publisher's web server on a loopback port, with the pages that tests put there.</summary>
internal sealed class PublisherDouble : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, RequestDelegate> pages = new();

    private PublisherDouble()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(Answer);
    }

    public Uri Address => new(app.Urls.Single());

    public static async Task<PublisherDouble> Start()
    {
        var publisher = new PublisherDouble();
        await publisher.app.StartAsync();
        return publisher;
    }

    /// <summary>Puts a page there, and gives its address.</summary>
    public Uri Page(string html, params (string Name, string Value)[] headers) => Put(context =>
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        return context.Response.WriteAsync(html);
    });

    public Uri Put(RequestDelegate answer)
    {
        var path = $"/page-{pages.Count + 1}";
        pages[path] = answer;
        return new(Address, path);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task Answer(HttpContext context)
    {
        if (pages.TryGetValue(context.Request.Path, out var page)) return page(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
