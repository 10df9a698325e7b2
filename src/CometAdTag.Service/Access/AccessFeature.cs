using System.Text.Json.Serialization;
using CometAdTag.Service.Settings;
using Microsoft.AspNetCore.RateLimiting;

namespace CometAdTag.Service.Access;

/// <summary>Who may use the server API, how often, and what it says of itself: keys with roles, limits, audit, description.</summary>
internal static class AccessFeature
{
    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        builder.AddLiveOptions<AccessOptions>("Access");
        builder.Services.AddSingleton<AdminKeyFile>();
        builder.Services.AddSingleton<StoredKeys>();
        builder.Services.AddSingleton<AccessKeys>();
        // It has a line for every request with an unknown key, as many as anybody likes to send
        builder.Logging.AddFilter(typeof(BearerHandler).FullName, LogLevel.Warning);
        // The core only: AddAuthentication would bring data protection, which keeps keys of its own in the home folder and warns of them
        builder.Services.AddWebEncoders();
        builder.Services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = BearerHandler.SchemeName;
            options.AddScheme<BearerHandler>(BearerHandler.SchemeName, displayName: null);
        });
        builder.Services.AddAuthorization();
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>().Configure<Live<AccessOptions>>(ApiLimits.Set);
        // A body or parameter that cannot be read is named to the caller instead of an empty 400
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        // A member that is null or misspelt would else be taken for one that was left out
        builder.Services.ConfigureHttpJsonOptions(json =>
            (json.SerializerOptions.RespectNullableAnnotations, json.SerializerOptions.UnmappedMemberHandling) = (true, JsonUnmappedMemberHandling.Disallow));
        builder.AddApiDescription();
        return builder;
    }

    /// <summary>Checks keys on every request; the admin key is made before the first, so it is there when the service says it has started.</summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        _ = app.Services.GetRequiredService<AccessKeys>();
        app.UseWhen(ApiPath.IsApi, api => api.UseApiProblems());
        app.UseAuthentication();
        app.UseWhen(ApiPath.IsApi, api => api.UseRateLimiter());
        app.UseAuthorization();
        return app;
    }

    /// <summary>The endpoints of the server API that belong to nobody else.</summary>
    public static WebApplication MapAccess(this WebApplication app)
    {
        app.MapAudit();
        app.MapOpenApi(ApiPath.Description);
        return app;
    }
}
