using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CometAdTag.Service.Access;

/// <summary>The description of the server API for programs, at /openapi/v1.json: open to everybody, since it holds nothing secret.</summary>
internal static class ApiDescription
{
    private const string Bearer = "bearer";

    public static void AddApiDescription(this WebApplicationBuilder builder) => builder.Services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/v1/", StringComparison.OrdinalIgnoreCase) is true;
        options.AddDocumentTransformer((document, _, _) => Describe(document));
        options.AddOperationTransformer((operation, context, _) => Describe(operation, context));
    });

    private static Task Describe(OpenApiDocument document)
    {
        document.Info = new()
        {
            Title = "CometAdTag server API",
            Version = "v1",
            Description = "Pages speak to /comet/v1/ by frames, which are not described here. Every error is answered with problem details (RFC 9457).",
        };
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A key, made by `keys add NAME ROLE` or given in the settings.",
        });
        return Task.CompletedTask;
    }

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var parameter in metadata.OfType<ApiParameter>()) (operation.Parameters ??= []).Add(Query(parameter));
        if (metadata.OfType<OpenTo>().SingleOrDefault() is not { } open) return Task.CompletedTask;
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
        operation.Description = $"{operation.Description} Roles: {string.Join(", ", open.Roles)}.".TrimStart();
        return Task.CompletedTask;
    }

    private static OpenApiParameter Query(ApiParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Description = parameter.Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
