using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Push;

/// <summary>Serves the shell of the creatives' frames; on a host that is for creatives, nothing else.</summary>
internal static class FrameEndpoint
{
    private const string Path = "/comet/v1/frame";
    // The shell's address has no version: a browser may hold the one of yesterday beside the tag of today, and no older one
    private const string ForADay = "public, max-age=86400, immutable";

    /// <summary>Its policy, whatever the page's own is.</summary>
    public const string Sandbox =
        "sandbox allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

    /// <summary>On a host that is for creatives.</summary>
    public const string SandboxWithOrigin = Sandbox + " allow-same-origin";

    public static void MapFrame(this WebApplication app)
    {
        var shell = TagFiles.Read("frame.html");
        app.MapMethods(Path, TagFiles.Methods, (HttpContext context, CreativeHosts hosts) =>
        {
            context.Response.Headers.ContentSecurityPolicy = hosts.Is(context.Request.Host) ? SandboxWithOrigin : Sandbox;
            return TagFiles.Send(context, shell, "text/html; charset=utf-8", ForADay);
        });
    }

    /// <summary>Creatives have the origin of their host: what else answered there, they could use.</summary>
    public static void UseCreativeHosts(this WebApplication app)
    {
        var hosts = app.Services.GetRequiredService<CreativeHosts>();
        app.Use((context, next) => context.Request.Path == Path || !hosts.Is(context.Request.Host)
            ? next(context)
            : context.Response.Refuse(StatusCodes.Status404NotFound, "creatives", $"{context.Request.Host.Host} is for creatives only, as Creatives:Origin says", TimeSpan.Zero));
    }
}
