using System.Collections.Frozen;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Demo;

/// <summary>The demo: an Ajax page with three slots, its files, the demo feed's images, and the page behind its clicks.</summary>
internal static class DemoEndpoints
{
    // Frames of creatives may live on a host of their own, which this page does not know
    private const string PagePolicy = "default-src 'self'; frame-src http: https:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public static void AddDemo(this WebApplicationBuilder builder)
    {
        builder.AddLiveOptions<DemoOptions>("Demo");
        builder.Services.AddSingleton<DemoSwitch>();
    }

    public static void MapDemo(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<DemoSwitch>().IsOn) return;
        var pages = DemoAssets.ReadFolder("demo-pages/");
        var files = DemoAssets.ReadFolder("demo-files/");
        var landing = new LandingPage(pages["landing.html"]);
        var demo = app.MapGroup("/demo").ExcludeFromDescription();
        demo.MapGet("", (HttpResponse response) => SendPage(response, pages["demo.html"]));
        demo.MapGet("landing", (HttpResponse response, string? advertiser, string? creative) => SendLanding(response, landing, advertiser, creative));
        demo.MapGet("{**file}", (HttpResponse response, string file) => SendFile(response, files, file));
    }

    private static IResult SendPage(HttpResponse response, DemoAsset page)
    {
        response.Headers.ContentSecurityPolicy = PagePolicy;
        return Send(response, page);
    }

    private static IResult SendLanding(HttpResponse response, LandingPage landing, string? advertiser, string? creative)
    {
        response.Headers.ContentSecurityPolicy = PagePolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        return Results.Text(landing.Render(advertiser, creative), "text/html; charset=utf-8");
    }

    private static IResult SendFile(HttpResponse response, FrozenDictionary<string, DemoAsset> files, string file) =>
        files.TryGetValue(file, out var found) ? Send(response, found) : Results.NotFound();

    private static IResult Send(HttpResponse response, DemoAsset asset)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-cache";
        return Results.Bytes(asset.Bytes, asset.ContentType, entityTag: asset.EntityTag);
    }
}
