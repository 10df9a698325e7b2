using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Access;

/// <summary>Every endpoint of the server API that a running service has.</summary>
internal static class ApiEndpoints
{
    /// <summary>Method and path, such as GET /api/v1/zones/{id}/refresh.</summary>
    public static IReadOnlyList<(string Method, string Path)> Of(IServiceProvider services) =>
    [
        .. from endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
           where path.StartsWith("/api/", StringComparison.OrdinalIgnoreCase)
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any method"]
           select (method, path),
    ];
}
