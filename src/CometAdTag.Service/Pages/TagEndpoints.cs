namespace CometAdTag.Service.Pages;

/// <summary>Serves the comet tag, and what it loads when it needs it.</summary>
internal static class TagEndpoints
{
    private const string Briefly = "public, max-age=300";
    private const string ForGood = "public, max-age=31536000, immutable";

    private static readonly string[] Parts = ["rest", "debug"];

    public static void MapTag(this WebApplication app)
    {
        var script = TagFiles.Read("comet.js");
        app.MapMethods("/comet.js", TagFiles.Methods, (HttpContext context) => Script(context, script, Briefly));
        app.MapMethods($"/comet.{TagFiles.Hash(script)}.js", TagFiles.Methods, (HttpContext context) => Script(context, script, ForGood));
        foreach (var part in Parts)
        {
            var code = TagFiles.Read($"comet.{part}.js");
            app.MapMethods($"/comet.{TagFiles.Hash(code)}.{part}.js", TagFiles.Methods, (HttpContext context) => Script(context, code, ForGood));
        }
    }

    private static IResult Script(HttpContext context, byte[] script, string caching)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return TagFiles.Send(context, script, "text/javascript; charset=utf-8", caching);
    }
}
