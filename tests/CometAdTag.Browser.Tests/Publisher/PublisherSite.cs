using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Browser.Tests.Publisher;

/// <summary>A publisher's web server: serves the files of pages/, with the service's address written into them, and where creatives lead.</summary>
internal sealed class PublisherSite : IAsyncDisposable
{
    private static readonly string Pages = Path.Combine(AppContext.BaseDirectory, "Publisher", "pages");

    private readonly WebApplication app;
    private readonly ConcurrentQueue<string> landings = new();

    private PublisherSite()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapGet("/favicon.ico", Results.NoContent);
        app.MapGet("/landing/{creative}", Landing);
        app.MapGet("/heavy", () => Results.Text(new string(' ', 6_000_000), "text/javascript"));
        app.MapGet("/{page}.html", Page);
        app.MapGet("/{file}.js", (string file) => File(file + ".js", "text/javascript"));
        app.MapGet("/{file}.css", (string file) => File(file + ".css", "text/css"));
        app.MapGet("/{file}.svg", (string file) => File(file + ".svg", "image/svg+xml"));
    }

    /// <summary>Another host than the service's, so its pages are of another site.</summary>
    public Uri Origin { get; private set; } = null!;

    /// <summary>Where the pages load the tag from.</summary>
    public Uri Service { get; set; } = null!;

    /// <summary>A Content-Security-Policy that the pages are sent with; {service} is the service's origin.</summary>
    public string Policy { get; set; } = "";

    /// <summary>The destinations that somebody opened: the creative and the query.</summary>
    public IReadOnlyCollection<string> Landings => landings;

    public static async Task<PublisherSite> Open()
    {
        var site = new PublisherSite();
        await site.app.StartAsync();
        var address = site.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        site.Origin = new($"http://localhost:{new Uri(address).Port}");
        return site;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult Landing(string creative, HttpRequest request)
    {
        landings.Enqueue(creative + request.QueryString);
        return Results.Text("<!doctype html><title>Landing</title>", "text/html");
    }

    private async Task<IResult> Page(string page, HttpContext context)
    {
        var policy = Written(Policy);
        if (policy.Length > 0) context.Response.Headers.ContentSecurityPolicy = policy;
        return Results.Text(Written(await System.IO.File.ReadAllTextAsync(Path.Combine(Pages, page + ".html"))), "text/html; charset=utf-8");
    }

    private static IResult File(string name, string type) => Results.File(Path.Combine(Pages, name), type);

    private string Written(string text) => text
        // What the examples call it
        .Replace("https://ads.example", Service.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
        .Replace("{service}", Service.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
        .Replace("{service-socket}", $"ws://{Service.Authority}", StringComparison.Ordinal);
}
