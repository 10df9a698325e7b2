namespace CometAdTag.Service.Access;

/// <summary>Which requests are the server API's.</summary>
internal static class ApiPath
{
    /// <summary>Only the one that there is, so that others get the same 404 as everything else.</summary>
    public const string Description = "/openapi/{documentName:regex(^v1$)}.json";

    public static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || context.Request.Path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase);
}
