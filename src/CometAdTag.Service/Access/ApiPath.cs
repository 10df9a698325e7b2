namespace CometAdTag.Service.Access;

/// <summary>Which requests are the server API's.</summary>
internal static class ApiPath
{
    public const string Description = "/openapi/{documentName}.json";

    public static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || context.Request.Path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase);
}
