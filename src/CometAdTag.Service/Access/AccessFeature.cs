using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Access;

/// <summary>Who may use the server API: keys with roles, and one policy for each role.</summary>
internal static class AccessFeature
{
    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        builder.AddLiveOptions<AccessOptions>("Access");
        builder.Services.AddSingleton<AdminKeyFile>();
        builder.Services.AddSingleton<AccessKeys>();
        // The core only: AddAuthentication would bring data protection, which keeps keys of its own in the home folder and warns of them
        builder.Services.AddWebEncoders();
        builder.Services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = BearerHandler.SchemeName;
            options.AddScheme<BearerHandler>(BearerHandler.SchemeName, displayName: null);
        });
        var policies = builder.Services.AddAuthorizationBuilder();
        foreach (var role in Enum.GetValues<Role>())
            policies.AddPolicy(Words.Of(role), policy => policy.RequireRole(RoleRules.Holders(role).Select(Words.Of)));
        return builder;
    }

    /// <summary>Checks keys on every request; the admin key is made before the first, so it is there when the service says it has started.</summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        _ = app.Services.GetRequiredService<AccessKeys>();
        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }
}
