namespace CometAdTag.Service.Pages;

/// <summary>Serves the comet tag, and what it loads when it needs it.</summary>
internal static class TagEndpoints
{
    private const string Briefly = "public, max-age=300";
    private const string ForGood = "public, max-age=31536000, immutable";

    private static readonly string[] Parts = ["rest", "debug"];

    public static void MapTag(this WebApplication app)
    {
        var script = new TagScript("comet.js");
        app.MapMethods("/comet.js", TagFiles.Methods, (HttpContext context) => script.Send(context, Briefly));
        app.MapMethods($"/comet.{script.Hash}.js", TagFiles.Methods, (HttpContext context) => script.Send(context, ForGood));
        foreach (var part in Parts)
        {
            var code = new TagScript($"comet.{part}.js");
            app.MapMethods($"/comet.{code.Hash}.{part}.js", TagFiles.Methods, (HttpContext context) => code.Send(context, ForGood));
        }
    }
}
