using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace CometAdTag.Service.Pages;

/// <summary>Serves the comet tag, what it loads when it needs it, and the shell of its frames, as the build has put them into `tag/` beside the program.</summary>
internal static class TagEndpoints
{
    private const string Briefly = "public, max-age=300";
    private const string ForGood = "public, max-age=31536000, immutable";
    // The shell's address has no version: a browser may hold the one of yesterday beside the tag of today, and no older one
    private const string ForADay = "public, max-age=86400, immutable";

    private const string ShellPolicy =
        "sandbox allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

    private static readonly string[] Parts = ["rest"];

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapTag(this WebApplication app)
    {
        var script = Read("comet.js");
        var shell = Read("frame.html");
        app.MapMethods("/comet.js", Methods, (HttpContext context) => Script(context, script, Briefly));
        app.MapMethods($"/comet.{Hash(script)}.js", Methods, (HttpContext context) => Script(context, script, ForGood));
        foreach (var part in Parts)
        {
            var code = Read($"comet.{part}.js");
            app.MapMethods($"/comet.{Hash(code)}.{part}.js", Methods, (HttpContext context) => Script(context, code, ForGood));
        }
        app.MapMethods("/comet/v1/frame", Methods, (HttpContext context) => Shell(context, shell));
    }

    private static IResult Script(HttpContext context, byte[] script, string caching)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return Send(context, script, "text/javascript; charset=utf-8", caching);
    }

    private static IResult Shell(HttpContext context, byte[] shell)
    {
        context.Response.Headers.ContentSecurityPolicy = ShellPolicy;
        return Send(context, shell, "text/html; charset=utf-8", ForADay);
    }

    private static IResult Send(HttpContext context, byte[] file, string type, string caching)
    {
        context.Response.Headers.CacheControl = caching;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(file, type, entityTag: new EntityTagHeaderValue($"\"{Hash(file)}\""));
    }

    private static string Hash(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file))[..16];

    private static byte[] Read(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "tag", name);
        return File.Exists(path)
            ? File.ReadAllBytes(path)
            : throw new FileNotFoundException($"The comet tag is missing: {path}. It is made by dotnet build and dotnet publish.", path);
    }
}
